const d=41,p=[41],t={41:((s,o,_)=>{_.d(o,{readWorkspace:()=>e.p,writeWorkspace:()=>e.m});var e=_(92)})};export{d as id,p as ids,t as modules};
