import type { Section } from './kit.ts'
import { jsonSchema } from './assemble.ts'

/**
 * JSON Schema of a model file for editors: no key is required, since it may well come from an included part.
 * `milieu check` knows what is missing in the end.
 */
export function editorSchema(sections: readonly Section[]): Record<string, unknown> {
  // The same schema with fewer entries.
  return strip(jsonSchema(sections)) as Record<string, unknown>
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, item]) => key !== 'required' || !Array.isArray(item))
  return Object.fromEntries(entries.map(([key, item]) => [key, strip(item)]))
}
