const t=781,l=[781],E={781:((s,d,o)=>{o.r(d),o.d(d,{plan:()=>n.n});var n=o(92)})};export{t as id,l as ids,E as modules};
