/** The text of a question that has just been begun: as little as runs. */
export function newExperiment(
  model: string,
  { question, measure }: { readonly question: string; readonly measure: string },
): string {
  return `format: 1
question: ${question}
model: ${model}
seed: 1
replicates: 4
arms:
  untreated: {}
endpoints:
  ${measure}: { measure: ${measure}, at: end }
`
}

/** A name that no other has: `arm`, `arm 2`, ... */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number += 1) if (!taken.includes(`${name} ${number}`)) return `${name} ${number}`
}
