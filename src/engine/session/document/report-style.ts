/** Style of an HTML report; colours of marks are Okabe-Ito, told apart by shape and word as well. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--soft:#f6f7f9;--ink:#1c2127;--muted:#535e6d;--line:#d3d8de;--link:#215db0;--blue:#0072b2;--orange:#9e5e00;--red:#c44900;--green:#007a5a;--grey:#6b7683}
@media screen and (prefers-color-scheme:dark){:root{--paper:#1c2127;--soft:#252a31;--ink:#e5e8eb;--muted:#abb3bf;--line:#404854;--link:#8abbff;--blue:#56b4e9;--orange:#e69f00;--red:#ff8a4c;--green:#2fc79a;--grey:#9aa5b1}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:920px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:20px;margin:40px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}h3{font-size:16px;margin:28px 0 6px}h4{font-size:15px;margin:18px 0 4px}
p,ul{margin:6px 0 10px}ul{padding-left:20px}a{color:var(--link)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:2px 24px;margin:8px 0 12px}dl div{display:flex;gap:8px;border-bottom:1px solid var(--line);padding:3px 0}dt{color:var(--muted);flex:none}dd{margin:0 0 0 auto;text-align:right;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}caption{text-align:left;color:var(--muted);padding:4px 0}th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--muted);font-weight:600}.number{text-align:right}
figure{margin:14px 0;padding:12px;background:var(--soft);border:1px solid var(--line);border-radius:4px}figcaption{font-weight:600;margin-bottom:6px}
pre{margin:0;overflow-x:auto;font:13px/1.5 ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",Consolas,monospace}.code figcaption{font-weight:400;color:var(--muted)}
aside{margin:8px 0;padding:8px 12px;border-left:3px solid var(--link);background:var(--soft);white-space:pre-wrap}
summary{cursor:pointer;color:var(--link);margin-top:6px}
.severity{display:inline-block;padding:0 7px;border:1px solid currentcolor;border-radius:10px;font-size:12px;font-weight:600;line-height:18px;vertical-align:2px}.error{color:var(--red)}.warning{color:var(--orange)}.info{color:var(--blue)}
.chart{display:block;width:100%;height:auto}.chart .grid{stroke:var(--line);stroke-width:1}.chart .tick{fill:var(--muted);font:11px system-ui,sans-serif}.chart .label{fill:var(--muted);font:11px system-ui,sans-serif}.chart .reference{stroke:var(--muted);stroke-dasharray:5 4}
.c-blue{color:var(--blue)}.c-orange{color:var(--orange)}.c-red{color:var(--red)}.c-green{color:var(--green)}.c-grey{color:var(--grey)}
.chart .fill{fill:currentcolor}.chart .line{fill:none;stroke:currentcolor;stroke-width:1.6}.chart .mark{fill:currentcolor;stroke:currentcolor;stroke-width:1.6}.chart .moment{stroke:currentcolor;stroke-width:1;stroke-dasharray:2 3}
@media print{:root{color-scheme:light}main{max-width:none;padding:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;
