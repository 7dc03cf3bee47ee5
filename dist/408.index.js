const l=408,n=[408],p={408:((t,d,o)=>{o.r(d),o.d(d,{apply:()=>s.t});var s=o(92)})};export{l as id,n as ids,p as modules};
