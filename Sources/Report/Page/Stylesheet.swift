/// How pages look: light, dark, on a phone and on paper.
///
/// Series colours follow Okabe and Ito's palette for colour-blind readers ("Color Universal Design", 2008), darkened on
/// light ground and lightened on dark ground to at least 3 : 1; charts tell series apart by marker and dash as well.
enum Stylesheet {
    static let text: StaticString = """
        :root{color-scheme:light dark;--ground:#fff;--panel:#f5f6f8;--text:#1b1f24;--quiet:#57606a;--line:#d3d8de;
        --accent:#0b5cad;--mark:#fff4d1;--good:#116329;--bad:#a40e26;
        --c0:#0065a8;--c1:#c44e00;--c2:#00805f;--c3:#a8437f;--c4:#8a6100;--c5:#4d5b6a}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#12161b;--panel:#1c2229;--text:#e6eaef;--quiet:#9fabb8;
        --line:#38424d;--accent:#7cb8f5;--mark:#3b3412;--good:#6fdd8b;--bad:#ff9aa5;
        --c0:#56b4e9;--c1:#ff9149;--c2:#34c79b;--c3:#e79cc8;--c4:#e8cf4a;--c5:#b6c2cf}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0 auto;max-width:72rem;padding:1.5rem 1.25rem 3rem;background:var(--ground);color:var(--text);
        font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:break-word}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
        h2{font-size:1.35rem;line-height:1.25;margin:0 0 .75rem}
        h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
        p{margin:.5rem 0;max-width:46rem}
        a{color:var(--accent)}
        a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        code,pre{font:.875em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
        code{overflow-wrap:anywhere}
        pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;white-space:pre-wrap;
        overflow-wrap:anywhere;margin:.5rem 0}
        .skip{position:absolute;left:-100rem;top:0;background:var(--ground);padding:.5rem 1rem;z-index:1}
        .skip:focus{left:.5rem}
        .quiet,.when{color:var(--quiet)}
        .when{margin:0 0 1rem}
        .verdict{font-size:1.25rem;line-height:1.45;margin:1rem 0 .25rem;font-weight:600;max-width:54rem}
        .sure{max-width:54rem}
        .lead{max-width:54rem;font-size:1.125rem;font-weight:500}
        .status{display:inline-block;border:1.5px solid;border-radius:1rem;padding:.05rem .7rem;font-size:.875rem;font-weight:600;
        vertical-align:middle;margin-left:.4rem}
        .good{color:var(--good)}.bad{color:var(--bad)}
        .error{border-left:4px solid var(--bad);background:var(--panel);padding:.6rem 1rem;border-radius:0 6px 6px 0;max-width:none}
        .gate{border:2px solid;border-radius:8px;padding:.35rem 1.1rem .6rem;margin:1rem 0 1.5rem}
        .gate.passed{border-color:var(--good)}.gate.stopped{border-color:var(--bad)}
        .gate .verdict{margin:.5rem 0 .25rem}.gate table{width:100%;min-width:0}.gate .scroll{margin:.75rem 0 .25rem}
        .gate td:last-child{overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0 0}
        .tiles div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;min-width:0}
        .tiles div{display:flex;flex-direction:column;justify-content:space-between}
        .tiles dt{font-size:.8125rem;color:var(--quiet)}
        .tiles dd{margin:0;font-size:1.2rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:1.5rem 0 0;padding:.75rem 0;
        border-block:1px solid var(--line)}
        section{padding-top:2.25rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2rem;margin:.75rem 0}
        .facts div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.75rem;padding:.35rem 0;border-bottom:1px solid var(--line)}
        .facts dt{color:var(--quiet)}
        .facts dd{margin:0;overflow-wrap:anywhere}
        .terms{margin:.5rem 0}.terms div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.75rem;padding:.3rem 0;max-width:60rem}
        .terms dd{margin:0}
        .scroll{overflow-x:auto;margin:1rem 0;background:
        linear-gradient(to right,var(--ground) 40%,transparent) 0 0/3rem 100% no-repeat local,
        linear-gradient(to left,var(--ground) 40%,transparent) 100% 0/3rem 100% no-repeat local,
        linear-gradient(to right,var(--line),transparent) 0 0/.9rem 100% no-repeat scroll,
        linear-gradient(to left,var(--line),transparent) 100% 0/.9rem 100% no-repeat scroll}
        table{border-collapse:collapse;font-size:.9375rem;min-width:min(100%,26rem)}
        caption{text-align:left;font-weight:600;padding-bottom:.4rem}
        caption span{display:inline-block;max-width:calc(100vw - 2rem)}
        caption small{display:block;max-width:min(54rem,calc(100vw - 2rem));font-weight:400;color:var(--quiet);font-size:.875rem}
        th,td{padding:.4rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        th:first-child,td:first-child{padding-left:.5rem}
        thead th{font-size:.8125rem;color:var(--quiet);border-bottom:2px solid var(--line);vertical-align:bottom}
        tbody th{font-weight:500}
        td small,th small{color:var(--quiet);font-size:.8125rem;font-weight:400}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .marked th,.marked td{background:var(--mark)}
        .tag{display:inline-block;border:1px solid;border-radius:4px;padding:0 .3rem;font-size:.75rem;line-height:1.35;font-weight:600;
        white-space:nowrap}
        .stack{display:block}
        .prose{min-width:14rem;max-width:26rem;overflow-wrap:anywhere}
        .list{margin:0;padding:0;list-style:none;white-space:nowrap}
        .digest{font-size:.75rem;display:inline-block;min-width:14rem}
        .whole{white-space:nowrap}
        .path{display:inline-block;min-width:8rem}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1.25rem 2.5rem;align-items:start;
        margin:1rem 0}
        figure{margin:.5rem 0;min-width:0;max-width:30rem;break-inside:avoid}
        figcaption{font-weight:600;line-height:1.35;margin-bottom:.35rem}
        figcaption small{display:block;max-width:min(54rem,calc(100vw - 2rem));font-weight:400;color:var(--quiet);font-size:.875rem}
        svg{display:block;width:100%;height:auto;overflow:visible}
        svg text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;fill:var(--text);
        font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
        svg .tick,svg .note{fill:var(--quiet)}
        svg .strong{font-weight:700}
        .end{text-anchor:end}.middle{text-anchor:middle}
        .grid{stroke:var(--line);stroke-width:1}
        .axis{stroke:var(--quiet);stroke-width:1}
        .rule{stroke:var(--text);stroke-width:1.2;stroke-dasharray:3 3}
        .s0{--c:var(--c0)}.s1{--c:var(--c1)}.s2{--c:var(--c2)}.s3{--c:var(--c3)}.s4{--c:var(--c4)}.s5{--c:var(--c5)}
        .series{stroke:var(--c);stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
        .whisker{stroke:var(--c);stroke-width:2}
        .point{fill:var(--c);stroke:var(--c);stroke-width:1.5;stroke-linejoin:round}
        .hollow{fill:var(--ground)}
        .bar{fill:var(--c)}
        .band{fill:var(--c);fill-opacity:.2;stroke:none}
        .failure,.refusal{stroke:var(--bad);stroke-width:2;fill:none}
        .lost{fill:var(--ground);stroke:var(--c);stroke-width:1;stroke-dasharray:2 2}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:.25rem 0;padding:0;font-size:.875rem}
        .legend li{display:flex;align-items:center;gap:.4rem;min-width:0;overflow-wrap:anywhere}
        .legend svg{width:34px;flex:none}
        details{margin:.5rem 0}
        summary{cursor:pointer;color:var(--accent);padding:.2rem 0}
        .people{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2.5rem}
        .people table{width:100%;min-width:0}
        .people td,.people th{overflow-wrap:anywhere}
        .people thead th{overflow-wrap:normal}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem}
        @media (max-width:40rem){body{padding:1rem 1rem 2rem}h1{font-size:1.5rem}.verdict{font-size:1.1rem}
        .tiles{grid-template-columns:1fr 1fr}.facts div{grid-template-columns:7.5rem minmax(0,1fr)}
        .terms div{grid-template-columns:minmax(0,1fr);gap:0}table{font-size:.875rem}
        th,td{padding:.35rem .45rem}
        .scroll th:first-child{position:sticky;left:0;background:var(--ground);max-width:9rem;overflow-wrap:break-word}
        tbody th:not(.number){min-width:6.5rem}.number .range{white-space:normal;min-width:5.2rem}
        thead .number{white-space:normal}
        .scroll th:first-child .whole{white-space:normal;overflow-wrap:anywhere}
        .gate .scroll th:first-child{max-width:none}.marked th:first-child{background:var(--mark)}}
        @media print{body{max-width:none;padding:0;font-size:10pt}nav,.skip{display:none}section{padding-top:1.2rem}
        h2,h3,h2+div>p:first-child,caption,figcaption,thead{break-after:avoid}tr,.tiles,.facts div,.scroll{break-inside:avoid}
        .scroll{overflow:visible}details::details-content{content-visibility:visible}figure details:not([open]){display:none}
        table{min-width:0;font-size:8pt}th,td{padding:.25rem .4rem}.number,.number .range{white-space:normal}
        .prose,.path,.digest{min-width:0}td small,th small,thead th,.digest,.tag{font-size:7pt}caption small{font-size:8pt}
        .charts{grid-template-columns:1fr 1fr}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
