const E=554,I=[554],C={7554:(($,d,i)=>{i.d(d,{commentMarker:()=>y,isQuietPlan:()=>u,renderComment:()=>r});var f=i(7787),c=i(4902),a=i(3544);const _=65e3,m=[{differences:1/0,rows:1/0},{differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({differences:0,rows:n}))];function y({owner:n,workspaceUuid:s},t){return`<!-- cargo-plays ${[n?.toLowerCase()??"none",s??"unknown",t].map(l=>encodeURIComponent(l).replaceAll("-","%2D")).join(" ")} -->`}function u(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:s,note:t})=>s==="unchanged"&&t===null)}function r(n,s,t){const e=h(n,t);if(u(n)){const o=n.plays.length,l=o===1?"the one play is as defined":`all ${String(o)} plays are as defined`;return`${s}
\u2705 Cargo plays: nothing left to do, ${o===0?"there are no plays":l}. ${e}
`}return(0,a._Q)(m,o=>g(n,o,s,e),_)}function g(n,{differences:s,rows:t},e,o){return`${[`${e}
${(0,a.R_)(n)}`,(0,a.DZ)(n),(0,a.li)(n,t),(0,a.EI)(n,t),(0,a.uG)(n,t),s===0?"":(0,f.h)(n,s),o].filter(p=>p!=="").join(`

`)}
`}function h({source:n,owner:s},t){const e=[...s===null?[]:[`plays of ${(0,c.Qq)(s)}`],...n===null?[]:[`commit ${(0,c.Qq)(n.commit.slice(0,7))}`],...t===null?[]:[(0,c.nf)("the whole plan",t)]];return e.length===0?"":`<sub>${e.join(" \xB7 ")}</sub>`}})};export{E as id,I as ids,C as modules};
