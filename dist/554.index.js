const O=554,$=[554],C={7554:((D,e,o)=>{o.d(e,{isQuietPlan:()=>c,renderComment:()=>h});var u=o(7787),d=o(2251),_=o(4902),f=o(3544),y=o(4917);const m=65e3,E=[{workflows:1/0,differences:1/0,rows:1/0},{workflows:5,differences:1/0,rows:1/0},{workflows:0,differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({workflows:0,differences:0,rows:n}))];function c(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:s,note:t})=>s==="unchanged"&&t===null)}function h(n,s,t){const i=P(n,t);if(c(n)){const l=n.plays.length,a=l===1?"The play matches its definition.":`All ${String(l)} plays match their definitions.`;return`${s}
\u2705 Cargo plays: no changes. ${l===0?"There are no plays.":a} ${i}
`}return(0,f._Q)(E,l=>I(n,l,s,i),m)}function I(n,{workflows:s,differences:t,rows:i},l,a){return`${[`${l}
${(0,d.P)(n)}`,(0,f.DZ)(n),(0,f.li)(n,i),(0,f.EI)(n,i),(0,f.uG)(n,i),t===0?"":(0,u.h)(n,t),s===0?"":(0,y.L5)(n,s),(0,f.uq)(n,i),a].filter(g=>g!=="").join(`

`)}
`}function P({source:n,owner:s},t){const i=[...s===null?[]:[`plays of ${(0,_.Qq)(s)}`],...n===null?[]:[`commit ${(0,_.Qq)(n.commit.slice(0,7))}`],...t===null?[]:[(0,_.nf)("full plan",t)]];return i.length===0?"":`<sub>${i.join(" \xB7 ")}</sub>`}})};export{O as id,$ as ids,C as modules};
