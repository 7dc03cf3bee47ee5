const T=554,A=[554],B={7554:((j,u,i)=>{i.d(u,{isQuietPlan:()=>E,renderComment:()=>h});var P=i(7787),e=i(2251),o=i(4902),y=i(9116),D=i(5719),d=i(4888),m=i(9317),f=i(5999),M=i(4917);const O=65e3,I=[{workflows:1/0,differences:1/0,rows:1/0},{workflows:5,differences:1/0,rows:1/0},{workflows:0,differences:20,rows:1/0},...[1/0,100,50,20,5,0].map(n=>({workflows:0,differences:0,rows:n}))];function E(n){return n.conclusion==="success"&&n.warnings.length+n.diagnostics.length===0&&n.plays.every(({status:l,note:t})=>l==="unchanged"&&t===null)}function h(n,l,t,s=null){const _=s===null?"":`
${s}
`;return`${g(n,l,t,O-_.length)}${_}`}function g(n,l,t,s){const _=$(n,t);if(E(n)){const a=n.plays.length,c=a===1?"The play matches its definition.":`All ${String(a)} plays match their definitions.`;return`${l}
\u2705 Cargo plays: no changes. ${a===0?"There are no plays.":c} ${_}
`}return(0,d._)(I,a=>v(n,a,l,_),s)}function v(n,{workflows:l,differences:t,rows:s},_,a){return`${[`${_}
${(0,e.P)(n)}`,(0,f.DZ)(n),n.review===null?"":(0,D.m)(n.review,s),(0,f.li)(n,s),(0,y.Wz)(n),(0,m.EI)(n,s),(0,f.uG)(n,s),t===0?"":(0,P.h)(n,t),l===0?"":(0,M.L5)(n,l),(0,f.uq)(n,s),n.mode==="apply"?(0,f.PX)(n,s):"",a].filter(C=>C!=="").join(`

`)}
`}function $({source:n,owner:l,mode:t},s){const _=[...l===null?[]:[`plays of ${(0,o.Qq)(l)}`],...n===null?[]:[`commit ${(0,o.Qq)(n.commit.slice(0,7))}`],...s===null?[]:[(0,o.nf)(t==="plan"?"full plan":"run",s)]];return _.length===0?"":`<sub>${_.join(" \xB7 ")}</sub>`}})};export{T as id,A as ids,B as modules};
