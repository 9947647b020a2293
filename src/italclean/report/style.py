"""The style sheet of the report: light and dark, wide and narrow, screen and paper."""

STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--line:#dde2e9;--card:#f6f8fa;--mark:#fff0c2;
--accent:#0b5a8f;--valid:#2e8b57;--fixed:#3b82c4;--suspect:#d99a1b;--invalid:#c8433c;--missing:#c9cfd8;
--before:#98a2b0;--rewritten:#b9d3ea;--shared:#2e8b57}
@media (prefers-color-scheme:dark){:root{--paper:#14181e;--ink:#e4e8ee;--soft:#9ba6b5;--line:#323a45;--card:#1c222a;
--mark:#57470f;--accent:#7cc0f0;--valid:#3fa76b;--fixed:#4f97dc;--suspect:#e0a930;--invalid:#e0605a;
--missing:#475160;--before:#6d7887;--rewritten:#2f5473;--shared:#3fa76b}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:1240px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:1.9em;line-height:1.2;margin:0 0 4px}
h2{font-size:1.35em;margin:44px 0 10px;padding-top:12px;border-top:2px solid var(--line)}
h3{font-size:1.05em;margin:26px 0 8px}
p{margin:6px 0 12px;max-width:80ch}
a{color:var(--accent)}
code,.code{font:.9em ui-monospace,SFMono-Regular,Consolas,monospace}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px;white-space:pre-wrap;
overflow-wrap:anywhere}
.soft{color:var(--soft)}
.lead{font-size:1.2em;margin:14px 0}
.notice{border-left:4px solid var(--suspect);background:var(--card);padding:6px 12px;margin:8px 0;
overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:16px 0;font-size:.92em}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(125px,1fr));gap:10px;margin:16px 0}
.figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 12px;
border-top:4px solid var(--line)}
.figure b{display:block;font-size:1.55em;line-height:1.25;font-variant-numeric:tabular-nums}
.figure span{color:var(--soft);font-size:.88em}
.figure.main{border-top-color:var(--accent)}.figure.fixed{border-top-color:var(--fixed)}
.figure.suspect{border-top-color:var(--suspect)}.figure.invalid{border-top-color:var(--invalid)}
.scroll{overflow-x:auto;margin:8px 0 14px}
table{border-collapse:collapse;width:100%;font-size:.92em}
th,td{text-align:left;vertical-align:top;padding:5px 10px 5px 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600;font-size:.9em}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.long{overflow-wrap:anywhere;min-width:12em}
tr.head td,tr.head th{background:var(--card);font-weight:600;color:var(--ink)}
td.wide{width:38%}td.third{width:26%}
.records td,.records th{padding:4px 7px;white-space:nowrap;font-size:.88em}
.pin{display:inline-block;position:sticky;left:8px;white-space:normal;max-width:min(84vw,1180px)}
.records td.differs{background:var(--mark)}
.records tbody.pair tr:last-child td{border-bottom:2px solid var(--line)}
.records td.none,.none{color:var(--soft);font-style:italic}
.bar{display:flex;height:14px;min-width:90px;border-radius:3px;overflow:hidden;background:var(--card);
outline:1px solid var(--line)}
.bar span{display:block;flex:none;min-width:1px}
.skip{position:absolute;left:-99em}.skip:focus{left:8px;top:8px;background:var(--paper);padding:6px 10px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
header{max-width:1240px;margin:0 auto;padding:28px 20px 0}
.opening{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px;align-items:stretch}
.opening>section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px}
.opening h2{margin:0 0 8px;padding:0;border:0;font-size:1.15em}
ol.funnel{list-style:none;margin:0;padding:0}
ol.funnel li{margin:0 0 12px}ol.funnel b{font-size:1.7em;line-height:1.2;font-variant-numeric:tabular-nums}
ol.funnel .bar{background:var(--paper);margin-top:3px}
ul.ballast{list-style:none;padding:0;margin:10px 0}
ul.ballast li{display:flex;gap:14px;padding:7px 0;border-bottom:1px solid var(--line)}
ul.ballast b{flex:0 0 3.4em;text-align:right;font-size:1.15em;font-variant-numeric:tabular-nums;color:var(--accent)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:14px 40px;
align-items:start}
figure.chart{margin:0 0 10px;min-width:0}
.chart svg{display:block;width:100%;max-width:460px;height:auto;font-size:11.5px;fill:currentColor;overflow:visible}
.chart rect{fill:var(--shade)}.chart .ground{fill:var(--card);stroke:var(--line);stroke-width:.5}
.chart .tile{fill:var(--paper);stroke:var(--line)}
.chart .axis{stroke:var(--soft)}.chart .mark{stroke:var(--ink);stroke-dasharray:4 3}
.chart .figure{font-variant-numeric:tabular-nums}
.chart svg .figure{fill:var(--ink)}.chart .name{font-weight:600}
.chart details{border:0;padding:0;margin:4px 0}.chart summary{font-weight:400;color:var(--accent);font-size:.9em}
.valid{--shade:var(--valid)}.before{--shade:var(--before)}.rewritten{--shade:var(--rewritten)}
.repaired{--shade:var(--fixed)}.shared{--shade:var(--shared)}.fixed{--shade:var(--fixed)}.suspect{--shade:var(--suspect)}
.invalid{--shade:var(--invalid)}.missing{--shade:var(--missing)}.plain{--shade:var(--accent)}
.bar span,.key i{background:var(--shade)}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.9em;margin:8px 0 12px}
.key i{display:inline-block;width:12px;height:12px;border-radius:2px;margin-right:6px;vertical-align:-1px}
details{border:1px solid var(--line);border-radius:8px;margin:10px 0;padding:8px 14px}
summary{cursor:pointer;font-weight:600}
summary .soft{font-weight:400;margin-left:8px}
details .scroll{margin-bottom:4px}
td.said{min-width:15em;width:40%}
td.said b{border-left:4px solid var(--shade);padding-left:8px;font-weight:500;display:block}
td.said .code{color:var(--soft);padding-left:12px;font-size:.8em}
ul.examples{list-style:none;margin:0;padding:0;min-width:15em}
ul.examples li{overflow-wrap:anywhere;white-space:pre-wrap}
ul.examples s{text-decoration:none;color:var(--soft)}
ol.todo{padding-left:0;list-style:none;margin:10px 0}
ol.todo li{display:flex;gap:14px;padding:9px 0;border-bottom:1px solid var(--line)}
ol.todo li>b{flex:0 0 3.4em;text-align:right;font-size:1.15em;font-variant-numeric:tabular-nums;color:var(--accent)}
ol.todo span{display:block;max-width:78ch}
footer{margin-top:44px;padding-top:12px;border-top:2px solid var(--line);color:var(--soft);font-size:.9em}
@media (max-width:560px){body{font-size:14.5px}main{padding:18px 14px 40px}
header{padding:18px 14px 0}h1{font-size:1.5em}
.figures{grid-template-columns:1fr 1fr}
.lead{font-size:1.08em}ol.todo li>b{flex-basis:3.4em}td.wide{width:auto}td.said,ul.examples{min-width:11em}
details{padding:8px 10px}
.waterfall,.waterfall thead,.waterfall tbody{display:block;width:100%}
.waterfall tr{display:grid;grid-template-columns:1fr 1fr 3.4em;border-bottom:1px solid var(--line);padding:4px 0}
.waterfall td,.waterfall th{border:0;white-space:normal;overflow-wrap:anywhere;padding:1px 4px 1px 0;min-width:0}
.waterfall tr>:nth-child(1){grid-area:1/1/2/3}.waterfall tr>:nth-child(2){grid-area:2/1}
.waterfall tr>:nth-child(3){grid-area:2/2}.waterfall tr>:nth-child(5){grid-area:1/3}
.waterfall tr>:nth-child(4){grid-area:3/1/4/4;width:auto!important;padding:3px 0}}
@page{margin:13mm}@page wide{size:A4 landscape}
@media print{#duplicates,#review{page:wide}:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#f4f4f4;
--mark:#ffe9a8;--accent:#0b5a8f;--missing:#c9cfd8;
--before:#98a2b0;--rewritten:#b9d3ea;--shared:#2e8b57;color-scheme:light}body{font-size:10pt}main,header{max-width:none;padding:0}nav,.skip{display:none}.scroll{overflow:visible}
.records td,.records th{white-space:normal;overflow-wrap:break-word;font-size:7pt;padding:2px 3px}.pin{max-width:none}
.records tbody{break-inside:avoid}h2,h3{break-after:avoid}
tr,.figure,ol.todo li,figure.chart,.cluster,.opening>section,svg,.key{break-inside:avoid}
thead{display:table-header-group}
p{orphans:3;widows:3}h2+*,h3+*,figcaption,summary{break-before:avoid;break-after:avoid}
.chart details{display:none}.charts{grid-template-columns:1fr 1fr}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
