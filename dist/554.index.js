const O=554,$=[554],C={7554:((D,c,l)=>{l.d(c,{isQuietPlan:()=>a,renderComment:()=>I});var d=l(7787),u=l(2251),e=l(4902),f=l(3544),y=l(4917);const E=65e3,m=[{workflows:1/0,differences:1/0,rows:1/0},{workflows:5,differences:1/0,rows:1/0},{workflows:0,differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({workflows:0,differences:0,rows:n}))];function a(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:s,note:i})=>s==="unchanged"&&i===null)}function I(n,s,i){const t=h(n,i);if(a(n)){const o=n.plays.length,_=o===1?"the one play is as defined":`all ${String(o)} plays are as defined`;return`${s}
\u2705 Cargo plays: nothing left to do, ${o===0?"there are no plays":_}. ${t}
`}return(0,f._Q)(m,o=>P(n,o,s,t),E)}function P(n,{workflows:s,differences:i,rows:t},o,_){return`${[`${o}
${(0,u.P)(n)}`,(0,f.DZ)(n),(0,f.li)(n,t),(0,f.EI)(n,t),(0,f.uG)(n,t),i===0?"":(0,d.h)(n,i),s===0?"":(0,y.L5)(n,s),(0,f.uq)(n,t),_].filter(g=>g!=="").join(`

`)}
`}function h({source:n,owner:s},i){const t=[...s===null?[]:[`plays of ${(0,e.Qq)(s)}`],...n===null?[]:[`commit ${(0,e.Qq)(n.commit.slice(0,7))}`],...i===null?[]:[(0,e.nf)("the whole plan",i)]];return t.length===0?"":`<sub>${t.join(" \xB7 ")}</sub>`}})};export{O as id,$ as ids,C as modules};
