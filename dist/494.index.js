const s=494,t=[494],n={494:((e,o,_)=>{_.d(o,{readDefined:()=>d.t});var d=_(375)})};export{s as id,t as ids,n as modules};
