import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from './csv.ts'

/** Rows as text, each field in quotes where it needs them or where it is asked for. */
function written(rows: readonly (readonly string[])[], end: string, isQuoted: boolean): string {
  const field = (text: string): string =>
    isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => row.map(field).join(',')).join(end)
}

const fieldsOf = (text: string) => {
  const rows = readCsv(text)
  return 'mistake' in rows ? rows : rows.map((row) => row.fields)
}

test('other separators cut as commas do, in quotes or not', () => {
  const rows = [
    ['a', 'b, c', 'd "e"'],
    ['', '1', '2'],
  ]
  for (const separator of [';', '\t'] as const) {
    const quoted = rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(separator))
    const found = readCsv(quoted.join('\n'), separator)
    expect('mistake' in found ? found : found.map(({ fields }) => fields)).toEqual(rows)
    const plain = readCsv(`a${separator}b, c\n`, separator)
    expect(plain).toEqual([{ fields: ['a', 'b, c'], line: 1 }])
  }
})

describe('tables of comma-separated values', () => {
  // Ends of lines inside a field become \n, and a row of one empty field is an empty line: neither is generated.
  const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', ',', '\n', 'é') })
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 })

  test('what is written is read again, with any end of line and any use of quotes', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (table, end, isQuoted) => {
        expect(fieldsOf(written(table, end, isQuoted))).toEqual(table)
      }),
    )
  })

  test('empty lines are left out, and lines are counted with them', () => {
    expect(readCsv('\uFEFFx,y\n\n1,2\r\n')).toEqual([
      { fields: ['x', 'y'], line: 1 },
      { fields: ['1', '2'], line: 3 },
    ])
    expect(readCsv('x,y\n\n"1\n1",2')).toEqual([
      { fields: ['x', 'y'], line: 1 },
      { fields: ['1\n1', '2'], line: 4 },
    ])
  })

  test.each([
    ['a,b"c\n1,2', { mistake: 'quote inside', line: 1 }],
    ['a,b\n"c"d,2', { mistake: 'quote inside', line: 2 }],
    ['a,b\n"c,2\n3,4', { mistake: 'quote open', line: 2 }],
    ['a,b\n"c"",2\n3,4', { mistake: 'quote open', line: 2 }],
  ])('%j is refused', (text, mistake) => {
    expect(readCsv(text)).toEqual(mistake)
  })
})
