const v=185,E=[185],P={185:((p,d,u)=>{u.d(d,{isQuietPlan:()=>c,renderComment:()=>$});var i=u(657);const y=65e3,m=[{workflows:1/0,differences:1/0,rows:1/0},{workflows:5,differences:1/0,rows:1/0},{workflows:0,differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({workflows:0,differences:0,rows:n}))];function c(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:t,note:l})=>t==="unchanged"&&l===null)}function $(n,t,l,s=null){const e=s===null?"":`
${s}
`;return`${g(n,t,l,y-e.length)}${e}`}function g(n,t,l,s){const e=I(n,l);if(c(n)){const a=n.plays.length,o=a===1?"The play matches its definition.":`All ${String(a)} plays match their definitions.`,b=a===0?"There are no plays.":o,f=n.plays.filter(w=>w.ignored.length>0).length;return`${t}
\u2705 Cargo plays: no changes. ${b}${f===0?"":` <sub>Ignored differences in ${String(f)} play${f===1?"":"s"}.</sub>`}${h(n)} ${e}
`}return(0,i.p)(m,a=>_(n,a,t,e),s)}function h({orphans:{length:n}}){return n===0?"":n===1?" 1 play has no definition any more.":` ${String(n)} plays have no definition any more.`}function _(n,{workflows:t,differences:l,rows:s},e,a){return`${[`${e}
${(0,i.f)(n)}`,(0,i.o)(n),n.review===null?"":(0,i.u)(n.review,s),(0,i.i)(n,s),(0,i.b)(n),(0,i.h)(n,s),(0,i.d)(n,s),(0,i.a)(n,s),l===0?"":(0,i.dt)(n,l),t===0?"":(0,i.R)(n,t),(0,i.s)(n,s),n.mode==="apply"?(0,i.c)(n,s):"",a].filter(o=>o!=="").join(`

`)}
`}function I({source:n,owner:t,mode:l},s){const e=[...t===null?[]:[`plays of ${(0,i.Et)(t)}`],...n===null?[]:[`commit ${(0,i.Et)(n.commit.slice(0,7))}`],...s===null?[]:[(0,i.wt)(l==="plan"?"full plan":"run",s)]];return e.length===0?"":`<sub>${e.join(" \xB7 ")}</sub>`}})};export{v as id,E as ids,P as modules};
