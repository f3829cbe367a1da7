import { chromium } from 'playwright-core'
const [,, url, out, w='1440', h='900', sel=''] = process.argv
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage({ viewport: { width: +w, height: +h } })
await p.goto(url); await p.waitForTimeout(800)
if (sel) { const e = await p.$(sel); await e.screenshot({ path: out }) } else await p.screenshot({ path: out, fullPage: false })
console.log((await p.$$eval('h2', (e) => e.map((x) => x.textContent + '#' + (x.closest('section')?.id ?? x.id)))).join(' | '))
await b.close()
