/**
 * How a card's page looks: paper, ink, hairlines, light and dark, from a telephone to a wide screen, and on paper.
 * Invariant: names no other file and no address; colour is never the only carrier of meaning.
 */
export const cardStyle = `
:root { color-scheme: light dark; --paper: #faf8f3; --wash: #f2eee5; --hair: #dfd9cc; --edge: #8c8677; --faint: #68635a; --ink: #1b1a17; --signal: #bf3817 }
@media (prefers-color-scheme: dark) { :root { --paper: #0c1320; --wash: #141d2e; --hair: #253147; --edge: #66738a; --faint: #98a3b5; --ink: #e9e6de; --signal: #ff7d5c } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 84rem; background: var(--paper); color: var(--ink); font: 0.9375rem/1.6 "Inter Variable", Inter, system-ui, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere }
h1, h2, h3, h4, p, figure, ul, dl, dd { margin: 0; padding: 0 }
h1 { font-size: 1.75rem; line-height: 1.25; font-weight: 600 } h2 { font-size: 1.125rem; font-weight: 600 } h3 { font-size: 0.9375rem; font-weight: 600 } h4 { font-size: 0.8125rem; font-weight: 600 }
header { border-bottom: 1px solid var(--ink); padding-bottom: 1.5rem } section { margin-top: 3rem; min-width: 0 }
.lead { font-size: 1.0625rem; max-width: 44rem; margin-top: 0.75rem } .faint { color: var(--faint) } .small { font-size: 0.8125rem } .note { color: var(--faint); font-size: 0.8125rem; max-width: 44rem; margin: 0.25rem 0 0.75rem }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; margin-top: 1.25rem; font-size: 0.8125rem } .facts dt { color: var(--faint) } .facts div { min-width: 0 }
code, pre { font-family: "JetBrains Mono Variable", ui-monospace, "Liberation Mono", "Noto Sans CJK SC", monospace; font-size: 0.75rem }
.figures, td, th { font-variant-numeric: tabular-nums }
.warnings { list-style: none; margin-top: 2rem; border-inline-start: 2px solid var(--signal); padding-inline-start: 1rem; max-width: 44rem } .warnings strong { color: var(--signal) }
table { border-collapse: collapse; width: 100%; font-size: 0.8125rem; overflow-wrap: normal } th, td { padding: 0.35rem 1rem 0.35rem 0; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--hair); font-weight: 400 } th:last-child, td:last-child { padding-inline-end: 0 }
thead th { color: var(--faint); white-space: nowrap } .n { text-align: end; white-space: nowrap } .name { min-width: 8rem; max-width: 26rem; overflow-wrap: anywhere }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.scroll { overflow-x: auto; position: relative; margin-top: 0.5rem } .scroll:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--signal); outline-offset: 2px }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 3rem; align-items: start }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 2rem 2.5rem; margin-top: 1rem } .charts figure { display: flex; flex-direction: column; justify-content: flex-end; min-width: 0 }
.bar { display: flex; height: 0.375rem; margin-top: 0.25rem } .bar i { background: var(--ink) } .bar i + i { background: var(--hair) } .bar .whole { background: var(--edge) }
.funnel td { vertical-align: middle } .funnel th { white-space: nowrap } .funnel .grow { width: 38% } .funnel .grow i { display: block; height: 0.875rem; min-width: 1px; background: var(--ink) } .funnel .why { width: 38%; color: var(--faint) }
svg { display: block; width: 100% } .up { fill: var(--ink) } .down { fill: var(--edge); fill-opacity: 0.5 } .axis { stroke: var(--edge); stroke-width: 1 } .bound { stroke: var(--signal); stroke-width: 2 }
.plot { margin-top: 0.5rem } .ticks { position: relative; height: 1.25rem; font-size: 0.75rem; color: var(--faint) } .ticks span { position: absolute; white-space: nowrap; transform: translateX(-50%) } .ticks .start { transform: none; inset-inline-start: 0 } .ticks .end { transform: none; inset-inline-end: 0 } .at { color: var(--signal) }
figcaption p { font-size: 0.8125rem } details { margin-top: 0.75rem; font-size: 0.8125rem } summary { color: var(--faint); cursor: pointer; width: fit-content }
.samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1.5rem 3rem; list-style: none; margin-top: 0.75rem } .samples li { min-width: 0 } 
pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 14rem; overflow: auto; margin: 0.5rem 0 0; padding-inline-start: 0.75rem; border-inline-start: 2px solid var(--hair); line-height: 1.5 } .group { margin-top: 1.75rem }
@media (max-width: 40rem) { .funnel thead { display: none } .funnel tr { display: grid; grid-template-columns: 1fr auto auto; gap: 0 1rem; border-bottom: 1px solid var(--hair); padding: 0.5rem 0 } .funnel th, .funnel td { border: 0; padding: 0 } .funnel .grow { grid-column: 1 / -1; grid-row: 2; width: auto; padding: 0.25rem 0 } .funnel .why { grid-column: 1 / -1; width: auto } }
@media print { :root { --paper: #fff; --wash: #fff; --hair: #ccc; --edge: #777; --faint: #444; --ink: #000; --signal: #a02c10; color-scheme: light } body { max-width: none; padding: 0; font-size: 9.5pt } pre { max-height: none; overflow: visible } .columns { display: block } .scroll { overflow: visible } figure, li, tr { break-inside: avoid } h2, h3 { break-after: avoid } .bar i, .funnel i, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact } details::details-content { content-visibility: visible; height: auto } }
`;
