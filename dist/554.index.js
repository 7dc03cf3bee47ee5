const D=554,I=[554],M={7554:(($,f,a)=>{a.d(f,{isQuietPlan:()=>_,renderComment:()=>E});var u=a(7787),d=a(2251),o=a(4902),e=a(3544);const m=65e3,y=[{differences:1/0,rows:1/0},{differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({differences:0,rows:n}))];function _(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:t,note:s})=>t==="unchanged"&&s===null)}function E(n,t,s){const i=g(n,s);if(_(n)){const l=n.plays.length,c=l===1?"the one play is as defined":`all ${String(l)} plays are as defined`;return`${t}
\u2705 Cargo plays: nothing left to do, ${l===0?"there are no plays":c}. ${i}
`}return(0,e._Q)(y,l=>h(n,l,t,i),m)}function h(n,{differences:t,rows:s},i,l){return`${[`${i}
${(0,d.P)(n)}`,(0,e.DZ)(n),(0,e.li)(n,s),(0,e.EI)(n,s),(0,e.uG)(n,s),t===0?"":(0,u.h)(n,t),(0,e.uq)(n,s),l].filter(P=>P!=="").join(`

`)}
`}function g({source:n,owner:t},s){const i=[...t===null?[]:[`plays of ${(0,o.Qq)(t)}`],...n===null?[]:[`commit ${(0,o.Qq)(n.commit.slice(0,7))}`],...s===null?[]:[(0,o.nf)("the whole plan",s)]];return i.length===0?"":`<sub>${i.join(" \xB7 ")}</sub>`}})};export{D as id,I as ids,M as modules};
