const d=41,t=[41],c={41:((s,o,_)=>{_.d(o,{readWorkspace:()=>e.h,writeWorkspace:()=>e.g});var e=_(92)})};export{d as id,t as ids,c as modules};
