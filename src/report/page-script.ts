/**
 * The report's script, as text: search and sort in the parameter table. The page is complete without it.
 * It reads only what the page already shows and sends nothing.
 */
export const pageScript = `(() => {
  const table = document.getElementById('parameter-table')
  if (!table) return
  const body = table.tBodies[0]
  const all = Array.from(body.rows)
  const rows = all.filter((row) => !row.classList.contains('part'))
  const input = document.getElementById('parameter-search')
  const defaults = document.getElementById('parameter-defaults')
  const count = document.getElementById('parameter-count')
  input.closest('p').hidden = false
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]))
  const show = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const withDefaults = !defaults || defaults.checked
    let shown = 0
    let part
    for (const row of all) {
      if (row.classList.contains('part')) {
        part = row
        part.hidden = true
        continue
      }
      row.hidden = !(withDefaults || !row.classList.contains('default')) || !words.every((word) => texts.get(row).includes(word))
      if (row.hidden) continue
      shown++
      if (part) part.hidden = false
    }
    count.textContent = shown === rows.length ? rows.length + ' parameters' : shown + ' of ' + rows.length + ' parameters'
  }
  input.addEventListener('input', show)
  if (defaults) defaults.addEventListener('change', show)
  show()
  const value = (row, column) => row.cells[column].textContent.trim()
  const digits = '\\u2070\\u00b9\\u00b2\\u00b3\\u2074\\u2075\\u2076\\u2077\\u2078\\u2079'
  const plain = (text) => text.replace(/[\\u2070\\u00b9\\u00b2\\u00b3\\u2074-\\u2079]/g, (digit) => digits.indexOf(digit))
    .replace(/\\u00a0\\u00d7\\u00a010/, 'e').replace(/[\\u2212\\u207b]/g, '-').replace(/,/g, '')
  const compare = (column) => (a, b) => {
    const [x, y] = [plain(value(a, column)), plain(value(b, column))]
    const difference = Number(x) - Number(y)
    return x !== '' && y !== '' && !Number.isNaN(difference) ? difference : value(a, column).localeCompare(value(b, column))
  }
  Array.from(table.tHead.rows[0].cells).forEach((cell, column, heads) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...cell.childNodes)
    cell.append(button)
    button.addEventListener('click', () => {
      const next = { ascending: 'descending', descending: undefined }
      const now = cell.getAttribute('aria-sort')
      const order = now in next ? next[now] : 'ascending'
      heads.forEach((other) => other.removeAttribute('aria-sort'))
      table.classList.toggle('flat', Boolean(order))
      if (!order) return body.append(...all)
      cell.setAttribute('aria-sort', order)
      const sorted = [...rows].sort(compare(column))
      body.append(...(order === 'descending' ? sorted.reverse() : sorted))
    })
  })
})()`
