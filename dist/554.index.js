const $=554,C=[554],j={7554:((O,e,l)=>{l.d(e,{isQuietPlan:()=>c,renderComment:()=>h});var u=l(7787),E=l(2251),f=l(4902),d=l(9116),_=l(3544),y=l(4917);const m=65e3,P=[{workflows:1/0,differences:1/0,rows:1/0},{workflows:5,differences:1/0,rows:1/0},{workflows:0,differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({workflows:0,differences:0,rows:n}))];function c(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:s,note:t})=>s==="unchanged"&&t===null)}function h(n,s,t){const i=D(n,t);if(c(n)){const o=n.plays.length,a=o===1?"The play matches its definition.":`All ${String(o)} plays match their definitions.`;return`${s}
\u2705 Cargo plays: no changes. ${o===0?"There are no plays.":a} ${i}
`}return(0,_._Q)(P,o=>I(n,o,s,i),m)}function I(n,{workflows:s,differences:t,rows:i},o,a){return`${[`${o}
${(0,E.P)(n)}`,(0,_.DZ)(n),(0,_.li)(n,i),(0,d.Wz)(n),(0,_.EI)(n,i),(0,_.uG)(n,i),t===0?"":(0,u.h)(n,t),s===0?"":(0,y.L5)(n,s),(0,_.uq)(n,i),a].filter(M=>M!=="").join(`

`)}
`}function D({source:n,owner:s},t){const i=[...s===null?[]:[`plays of ${(0,f.Qq)(s)}`],...n===null?[]:[`commit ${(0,f.Qq)(n.commit.slice(0,7))}`],...t===null?[]:[(0,f.nf)("full plan",t)]];return i.length===0?"":`<sub>${i.join(" \xB7 ")}</sub>`}})};export{$ as id,C as ids,j as modules};
