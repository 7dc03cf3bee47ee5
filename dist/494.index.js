const n=494,e=[494],l={494:((t,d,o)=>{o.r(d),o.d(d,{readDefined:()=>s.t});var s=o(375)})};export{n as id,e as ids,l as modules};
