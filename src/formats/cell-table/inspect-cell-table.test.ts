import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { extractCells } from './extract-cells.ts'
import { type TableInspection, inspectCellTable } from './inspect-cell-table.ts'

function inspected(text: string | Iterable<string>): TableInspection {
  const result = inspectCellTable(text)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.inspection
}

/** Names of the columns that were guessed. */
function guessed({ guess, columns }: TableInspection): Record<string, string | undefined> {
  const keys = ['x', 'y', 'z', 'xMax', 'yMax', 'label', 'size', 'id', 'image'] as const
  const found = keys.flatMap((key) => {
    const column = guess[key]?.column
    return column === undefined ? [] : [[key, columns[column]?.name] as const]
  })
  return Object.fromEntries(found)
}

/** A table with a header and three rows that fit it. */
function tableOf(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`
}

describe('tables of other programs', () => {
  const cases = [
    {
      program: 'QuPath',
      text: tableOf('Image\tObject ID\tClassification\tCentroid X µm\tCentroid Y µm\tCell: Area µm^2', [
        'a.svs\tx1\tTumor\t10.5\t20.25\t101',
        'a.svs\tx2\tImmune cells\t30.5\t21.5\t60',
      ]),
      columns: {
        x: 'Centroid X µm',
        y: 'Centroid Y µm',
        label: 'Classification',
        size: 'Cell: Area µm^2',
        id: 'Object ID',
        image: 'Image',
      },
    },
    {
      program: 'CellProfiler',
      text: tableOf('ImageNumber,ObjectNumber,AreaShape_Area,Location_Center_X,Location_Center_Y', [
        '1,1,200,5.5,6.5',
        '1,2,220,35.5,8.5',
      ]),
      columns: {
        x: 'Location_Center_X',
        y: 'Location_Center_Y',
        size: 'AreaShape_Area',
        id: 'ObjectNumber',
        image: 'ImageNumber',
      },
    },
    {
      program: 'Xenium',
      text: tableOf('"cell_id","x_centroid","y_centroid","transcript_counts","cell_area","cell_type"', [
        '"aaa-1",847.2,326.1,28,58.3,"B cell"',
        '"aab-1",826.3,328.0,94,110.3,"CAF"',
      ]),
      columns: { x: 'x_centroid', y: 'y_centroid', label: 'cell_type', size: 'cell_area', id: 'cell_id' },
    },
    {
      program: 'Visium',
      text: tableOf('barcode,in_tissue,array_row,array_col,pxl_row_in_fullres,pxl_col_in_fullres', [
        'ACG-1,1,0,0,1000,2000',
        'ACT-1,1,0,2,1010,2100',
      ]),
      columns: { x: 'pxl_col_in_fullres', y: 'pxl_row_in_fullres', id: 'barcode' },
    },
    {
      program: 'inForm',
      text: tableOf('Sample Name\tPhenotype\tCell ID\tCell X Position\tCell Y Position', [
        's1\tCD8+\t1\t100\t12',
        's1\tCK+\t2\t130\t40',
      ]),
      columns: {
        x: 'Cell X Position',
        y: 'Cell Y Position',
        label: 'Phenotype',
        id: 'Cell ID',
        image: 'Sample Name',
      },
    },
    {
      program: 'HALO',
      text: tableOf('Image Location,Analysis Region,Object Id,XMin,XMax,YMin,YMax,Phenotype', [
        'a.tif,ROI,0,10,30,40,60,Tumor',
        'a.tif,ROI,1,50,70,80,90,CD8',
      ]),
      columns: {
        x: 'XMin',
        xMax: 'XMax',
        y: 'YMin',
        yMax: 'YMax',
        label: 'Phenotype',
        id: 'Object Id',
        image: 'Image Location',
      },
    },
    {
      program: 'AnnData',
      text: tableOf(',cell_type,leiden,spatial_0,spatial_1', ['c1,Tumor,0,1.5,2.5', 'c2,CAF,1,11.5,3.5']),
      columns: { x: 'spatial_0', y: 'spatial_1', label: 'cell_type' },
    },
  ]
  test.each(cases)('$program: columns are found by name', ({ text, columns }) => {
    expect(guessed(inspected(text))).toEqual(columns)
  })

  test('a micro sign that was not written in UTF-8', () => {
    const table = inspected('Centroid X \uFFFDm\tCentroid Y \uFFFDm\n1\t2\n3\t4\n')
    expect(table.guess.position?.unit).toBe('um')
  })

  test('the middle of a box is the position', () => {
    const text = cases[5]?.text ?? ''
    const { dialect } = inspected(text)
    const { x, y } = extractCells(text, dialect, { x: 3, xMax: 4, y: 5, yMax: 6 })
    expect([...x, ...y]).toEqual([20, 60, 50, 85])
  })

  test('the shipped slide', () => {
    const table = inspected(readFileSync('data/crc-visium-hd-p2/cells.csv', 'utf8'))
    expect(guessed(table)).toEqual({ x: 'x_um', y: 'y_um', label: 'cell_type', id: 'barcode' })
    expect([table.rows, table.notices]).toEqual([10_087, []])
  })
})

describe('how tables are written', () => {
  test('semicolons with decimal commas, a byte order mark, and ends of lines of Windows', () => {
    const text = '\uFEFFx;y;Typ\r\n1,5;2,5;"a; b"\r\n3,25;4;c\r\n'
    const { dialect, columns, rows, notices } = inspected(text)
    expect(dialect).toEqual({ delimiter: ';', decimal: ',', hasHeader: true })
    expect(columns.map(({ name }) => name)).toEqual(['x', 'y', 'Typ'])
    expect([rows, notices.map(({ code }) => code)]).toEqual([2, ['decimal comma']])
    const points = extractCells(text, dialect, { x: 0, y: 1, label: 2 })
    expect([[...points.x], points.labels]).toEqual([
      [1.5, 3.25],
      ['a; b', 'c'],
    ])
  })

  test('tables without a header get numbered columns', () => {
    const { dialect, columns, rows, guess } = inspected('1.5,2,Tumor\n3,4.5,CAF\n5,6,CAF\n')
    expect([dialect.hasHeader, rows, columns[2]?.name]).toEqual([false, 3, 'column 3'])
    expect([guess.x?.column, guess.y?.column, guess.label?.column]).toEqual([0, 1, 2])
  })

  test('quotes may hold delimiters, quotes and ends of lines', () => {
    const text = 'x,y,label\n1,2,"a ""b"", c\nd"\n3,4,5\'2" tall\n'
    const { dialect } = inspected(text)
    const { labels, x } = extractCells(text, dialect, { x: 0, y: 1, label: 2 })
    expect([labels, [...x]]).toEqual([
      ['a "b", c\nd', '5\'2" tall'],
      [1, 3],
    ])
  })

  test('pieces may end anywhere', () => {
    const text = '\uFEFFx,y,cell_type\r\n1,2,"a\r\nb"\r\n3,4,c\r\n'
    const whole = inspected(text)
    for (let at = 1; at < text.length; at++)
      expect(inspected([text.slice(0, at), text.slice(at)])).toEqual(whole)
    const cells = (pieces: readonly string[]) => extractCells(pieces, whole.dialect, { x: 0, y: 1, label: 2 })
    for (let at = 1; at < text.length; at++)
      expect(cells([text.slice(0, at), text.slice(at)])).toEqual(cells([text]))
  })

  test('a quote that is never closed costs its own row only', () => {
    const rows = Array.from({ length: 60 }, (_, index) => `${index},${index},c`)
    const text = tableOf('x,y,label', [...rows.slice(0, 10), '10,10,"open', ...rows.slice(11)])
    const { rows: found } = inspected(text)
    expect(found).toBe(60)
  })
})

describe('what is wrong is counted and said', () => {
  const text = tableOf('id,x,y,label', [
    'a,1,2,T',
    'b,NaN,2,T',
    'a,3,4,',
    'c,,5,B',
    'd,6,7',
    'e,8,9,NA',
    'f,10,eleven,T',
  ])
  const { dialect, notices } = inspected(text)
  const points = extractCells(text, dialect, { id: 0, x: 1, y: 2, label: 3 })

  test('rows of another length are left out', () => {
    expect(notices).toMatchObject([{ code: 'row length', count: 1, lines: [6] }])
  })

  test('rows without a position are left out, those without a label kept', () => {
    expect(points.notices).toMatchObject([
      { code: 'no position', count: 3, lines: [3, 5, 8] },
      { code: 'no label', count: 2, lines: [4, 7] },
      { code: 'duplicated id', count: 1, lines: [4] },
    ])
    expect([points.labels, points.counts]).toEqual([
      ['T', 'no label'],
      [1, 2],
    ])
  })

  test('one image of several can be chosen', () => {
    const several = tableOf('image,x,y', ['a,1,2', 'b,3,4', 'a,5,6'])
    const chosen = extractCells(several, inspected(several).dialect, { image: 0, imageIs: 'a', x: 1, y: 2 })
    expect([...chosen.x]).toEqual([1, 5])
    expect(chosen.images).toEqual([
      { name: 'a', rows: 2 },
      { name: 'b', rows: 1 },
    ])
  })

  test('repeated names of columns are told apart', () => {
    const twice = inspected('x,y,x\n1,2,3\n4,5,6\n')
    expect(twice.columns.map(({ name }) => name)).toEqual(['x', 'y', 'x (2)'])
    expect(twice.notices.map(({ code }) => code)).toEqual(['same header'])
  })
})

describe('files that are no tables say so', () => {
  const refusals = [
    { name: 'nothing', text: ' \n', code: 'empty' },
    { name: 'prose', text: 'Dear all\nthis is no table\n', code: 'not a table' },
    { name: 'a header alone', text: 'x,y,label\n', code: 'no rows' },
    { name: 'HDF5', text: '\uFFFDHDF\r\n\u001A\n\0\0', code: 'anndata' },
    { name: 'a spreadsheet', text: 'PK\u0003\u0004\0\0', code: 'spreadsheet' },
    { name: 'gzip', text: '\u001F\uFFFD\b\0', code: 'compressed' },
    { name: 'other bytes', text: 'ab\0\u0001\u0002,c', code: 'binary' },
  ]
  test.each(refusals)('$name', ({ text, code }) => {
    const result = inspectCellTable(text)
    expect(result.ok ? undefined : result.refusal.code).toBe(code)
  })
})
