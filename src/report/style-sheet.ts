const light = `--paper:#fcfcfd;--raised:#f3f5f7;--ink:#1a2028;--muted:#57616d;--line:#9aa3ae;--faint:#e2e6ea;--accent:#0b66b0;--good:#00695a;--bad:#b0284f;--open:#746000;`
const dark = `--paper:#12161d;--raised:#1a2029;--ink:#e6e9ee;--muted:#9ea8b5;--line:#667180;--faint:#2a313c;--accent:#6cb2f0;--good:#4cc9a4;--bad:#f58aa5;--open:#d3b75a;`

/** The report's style: `lightArms` and `darkArms` are the CSS declarations of the arms' colours. */
export function styleSheet(lightArms: string, darkArms: string): string {
  return `:root{color-scheme:light dark;${light}${lightArms}}
@media (prefers-color-scheme:dark){:root{${dark}${darkArms}}}
${page}${tables}${figures}${phone}
@media print{:root{color-scheme:light;${light}${lightArms}}${paper}}`
}

const page = `*{box-sizing:border-box}
html{scroll-padding-top:84px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--faint)}
header>div{max-width:1240px;margin:0 auto;padding:12px 32px}
header p{margin:0;color:var(--muted);font-size:12px;line-height:16px}
h1{margin:0;font-size:20px;line-height:28px;font-weight:600;letter-spacing:-.005em}
.body{display:grid;grid-template-columns:180px minmax(0,960px);gap:48px;max-width:1240px;margin:0 auto;padding:0 32px 64px}
nav{position:sticky;top:84px;align-self:start;padding-top:44px;font-size:14px}
nav a{display:block;padding:4px 0;color:var(--muted);text-decoration:none}
nav a:hover{color:var(--accent)}
section{padding-top:36px}
h2{margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600}
h3{margin:24px 0 8px;font-size:14px;line-height:20px;font-weight:600}
h4{margin:16px 0 4px;font-size:13px;line-height:18px;font-weight:600}
.clone{white-space:nowrap}.clone i{display:inline-block;width:9px;height:9px;margin-right:6px;border-radius:50%}
p,ul,dl{margin:0 0 12px;max-width:75ch}
#answer h2{margin:0 0 8px;font-size:14px;line-height:20px;color:var(--muted)}
.answer{font-size:24px;line-height:34px;font-weight:500;letter-spacing:-.01em;margin-bottom:16px;text-wrap:pretty;max-width:none}
.answer.several{font-size:20px;line-height:28px;margin-bottom:12px}
.findings{list-style:none;padding:0}
.findings li{margin-bottom:3px}
.incomplete{border-left:3px solid var(--ink);padding:2px 0 2px 14px;margin:0 0 16px}
.incomplete p{margin:0}
.incomplete details{margin-top:4px}
.quiet,.caption,figcaption,small{color:var(--muted)}
.quiet,.caption,figcaption{font-size:14px;line-height:20px}
small{font-size:12px}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
ul{padding-left:20px}
.sources{list-style:none;padding:0;font-size:14px;line-height:20px;max-width:none}
.sources li{margin-bottom:6px}
#effects-table td:first-child{min-width:7.5em}
#effects-table td:last-child{min-width:8.5em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;font-size:14px}
dt{color:var(--muted)}
dd{margin:0}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:13px}
pre{margin:0 0 16px;padding:12px 16px;background:var(--raised);border-radius:4px;overflow-x:auto;overflow-wrap:normal}
details{margin-top:12px;font-size:14px}
summary{cursor:pointer;color:var(--accent)}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`

const tables = `.scroll{overflow-x:auto;margin:0 0 12px}
tr:has(:target){background:var(--raised)}
.edge:hover path{stroke-width:2}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:20px;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--faint)}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
th{font-size:12px;line-height:16px;font-weight:500;color:var(--muted);vertical-align:bottom;border-bottom-color:var(--line)}
.number{text-align:right}
.whole{white-space:nowrap}
th button{all:unset;cursor:pointer}
th button:focus-visible{outline:2px solid var(--accent)}
th[aria-sort=ascending] button::after{content:" \\2191"}
th[aria-sort=descending] button::after{content:" \\2193"}
.mark{width:128px;padding-top:8px}
.mark-head{display:grid;grid-template-columns:1fr auto 1fr;width:128px}
.mark-head span:last-child{text-align:right}
.search{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;font-size:14px}
.search[hidden]{display:none}
.search input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:6px 10px;margin-left:8px;width:min(280px,60vw)}
output{color:var(--muted)}
#parameter-table td{padding-top:5px;padding-bottom:5px}
.part th{padding-top:20px;font-size:14px;line-height:20px;font-weight:600;color:var(--ink)}
.part small{font-weight:400}
.of,.flat .part{display:none}
.flat .of{display:inline}
.default td,.default .number{color:var(--muted)}
.tag{border:1px solid var(--line);border-radius:3px;padding:0 4px;font-size:11px}
.search input[type=checkbox]{width:auto;margin:0 4px 0 0}
.paper-note,.narrow{display:none}
.outcome{display:inline-block;width:1.1em}
.effects-list td{padding-top:4px;padding-bottom:4px}
.effects-list .mark{padding-top:0}
.effects-list td:first-child{min-width:12em}
.effects-list td:last-child{min-width:9em}
h3 small{font-weight:400}
.met,.not-met,.unsettled{white-space:nowrap}
.met{color:var(--good)}.not-met{color:var(--bad)}.unsettled{color:var(--open)}
#expected-table th:nth-child(1){width:7.5em}
#expected-table td{padding-top:5px;padding-bottom:5px}
#expected-table td:nth-child(2){min-width:16em}
#expected-table td:nth-child(3){color:var(--muted)}
#expected-table .part th{padding-top:16px}
.shares{display:flex;gap:2px;margin:0 0 20px;font-size:12px;line-height:28px}
.shares span{flex-basis:0;padding:0 8px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.shares .measured{background:var(--ink);color:var(--paper)}
.shares .fitted{background:var(--faint);color:var(--ink)}
.shares .assumed{background:var(--paper);color:var(--ink);box-shadow:inset 0 0 0 1px var(--line)}
`

const figures = `figure{margin:0 0 16px}
figure svg,.mark svg{display:block;width:100%;height:auto}
figcaption{margin-top:8px;max-width:75ch}
.key{display:grid;grid-template-columns:1fr 1fr .78fr;gap:20px;align-items:start}
.key.panels-1{grid-template-columns:1.2fr 1fr}
.key.many{grid-template-columns:1fr 1fr}
.key>div{min-width:0}
.key.many>div:nth-child(3){grid-column:1/-1}
.key.panels-0{grid-template-columns:minmax(0,320px)}
.strips{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--strip)),1fr));gap:24px 28px;margin-top:28px}
.courses{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:24px 28px}
.tissues{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:20px 28px;align-items:start}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,165px),1fr));gap:12px 20px}
@media (min-width:900px){.panels{grid-template-columns:repeat(auto-fill,minmax(210px,1fr))}}
.courses.wider{grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr))}
.stack>div{margin-bottom:20px}
.pair{display:grid;grid-template-columns:33fr 29fr;gap:24px 28px;align-items:start}
.posteriors{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,200px),1fr));gap:20px 28px}
@media (min-width:900px){.posteriors{grid-template-columns:repeat(auto-fill,minmax(280px,1fr))}}
.wide>div{min-width:760px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;margin:12px 0 0;padding:0;font-size:14px;line-height:20px;max-width:none}
.legend li{display:flex;align-items:center;gap:6px}
.legend li .quiet{font-variant-numeric:tabular-nums}
.legend svg{display:block;width:13px;height:13px}
.legend i{width:11px;height:11px;border-radius:50%;box-shadow:0 0 0 .5px #0d111980}
`

const phone = `@media (max-width:1100px){.body{grid-template-columns:minmax(0,960px)}nav{display:none}}
@media (max-width:640px){header>div{padding:8px 16px}h1{font-size:16px;line-height:22px}
.body{padding:0 16px 48px}.answer{font-size:20px;line-height:28px}section{padding-top:32px}
.key,.key.panels-1,.key.many{grid-template-columns:minmax(0,1fr)}
.key.many>div:nth-child(3){grid-column:auto}
.pair{grid-template-columns:minmax(0,1fr)}
.strips{grid-template-columns:minmax(0,1fr)}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media screen and (max-width:640px){#effects-table,#effects-table tbody{display:block}#effects-table thead{display:none}
#effects-table tr{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;padding:12px 0;border-bottom:1px solid var(--faint)}
#effects-table td{display:block;padding:0;border:0;text-align:left}
#effects-table td:nth-child(7){order:1}#effects-table td:nth-child(2){order:2}#effects-table td:nth-child(3){order:3}
#effects-table td:nth-child(4){order:5}#effects-table td:nth-child(5){order:4}#effects-table td:nth-child(6){display:none}
#effects-table td:nth-child(5)::before{content:"difference";display:block;font-size:12px;color:var(--muted)}
.effects-list,.effects-list tbody{display:block}.effects-list thead{display:none}
.effects-list tr{display:grid;grid-template-columns:1fr 128px;gap:2px 12px;padding:8px 0;border-bottom:1px solid var(--faint)}
.effects-list td{display:block;padding:0;border:0;text-align:left;min-width:0!important}
.effects-list td:nth-child(1){grid-column:1/-1}.effects-list td:nth-child(4){order:1}.effects-list td:nth-child(3){order:2}
.effects-list td:nth-child(6){order:3;grid-column:1/-1}.effects-list td:nth-child(2),.effects-list td:nth-child(5){display:none}
#expected-table,#expected-table tbody{display:block}#expected-table thead{display:none}
#expected-table tr{display:grid;grid-template-columns:6.6em 1fr;gap:0 8px;padding:8px 0;border-bottom:1px solid var(--faint)}
#expected-table .part{display:block;padding:20px 0 4px;border-bottom-color:var(--line)}#expected-table .part th{display:block;width:auto;padding:0;border:0}
#expected-table td{display:block;padding:0;border:0;min-width:0!important}
#expected-table td:nth-child(3),#expected-table td:nth-child(4){grid-column:2;font-size:12px;line-height:18px}
#events td,#posteriors td,#checks td{min-width:6.5em}#events td:nth-last-child(2){min-width:15em}
#evidence td:nth-child(2),#parameter-table td:first-child,#simulated td:nth-child(2){min-width:11em}
.shares span{padding:0 4px}
.narrow{display:inline}}
`

const paper = `@page{size:A4;margin:16mm 15mm}
:root{--paper:#fff}
body{font-size:9.5pt;line-height:1.4}
code{font-size:7.5pt}
header{position:static;border:0}
header>div,.body{display:block;max-width:none;padding:0}
nav,.search,.default{display:none}
.paper-note{display:block}
h1{font-size:17pt;line-height:1.25}
h2{font-size:12.5pt;break-after:avoid}
h3,h4{break-after:avoid}
section{padding-top:16pt}
.answer{font-size:13.5pt;line-height:1.4;margin-bottom:8pt}
table,dl,.quiet,.caption,figcaption,.legend{font-size:8pt;line-height:1.35}
#parameter-table{font-size:7.5pt}
#parameter-table td{padding:1.5pt 6pt}
.part th{padding-top:8pt;font-size:8pt}
.part{break-after:avoid}
.sources{font-size:8pt;line-height:1.35}
.sources li{margin-bottom:2pt}
#effects-table td:first-child,#effects-table td:last-child{min-width:0}
small,th{font-size:7pt;line-height:1.3}
th,td{padding:3pt 6pt}
.answer.several{font-size:11pt;line-height:1.4;margin-bottom:6pt}
.pair,.posteriors>div,#effects-table,tr,.courses>div,.panels>div,.strips>div,.key,figure .wide{break-inside:avoid}
thead{display:table-header-group;break-inside:avoid}
.scroll{overflow:visible}
.wide>div{min-width:0}
.key:not(.many){grid-template-columns:1fr 1fr .78fr}
.courses,.courses.wider{grid-template-columns:1fr 1fr}
.posteriors{grid-template-columns:1fr 1fr 1fr}
.scroll>div{min-width:0!important}
.strips{grid-template-columns:repeat(auto-fill,minmax(calc(var(--strip)*.8),1fr))}
.mark,.mark-head{width:30mm}
pre{font-size:8pt;white-space:pre-wrap}
a{color:inherit}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}`
