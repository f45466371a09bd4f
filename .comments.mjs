import ts from 'typescript'; import fs from 'node:fs';
let n=0;
for (const f of process.argv.slice(2)) {
  const t=fs.readFileSync(f,'utf8');
  const out=[];
  const seen=new Set();
  const sf=ts.createSourceFile(f,t,ts.ScriptTarget.Latest,true,f.endsWith('.js')?ts.ScriptKind.JS:ts.ScriptKind.TS);
  const add=(r)=>{ if(seen.has(r.pos))return; seen.add(r.pos); out.push(r);};
  const visit=(node)=>{ for(const r of ts.getLeadingCommentRanges(t,node.getFullStart())??[])add(r); for(const r of ts.getTrailingCommentRanges(t,node.getEnd())??[])add(r); for (const c of node.getChildren(sf)) visit(c);};
  visit(sf);
  if(!out.length)continue;
  console.log('@@ '+f);
  for(const r of out.sort((a,b)=>a.pos-b.pos)){ const next=t.slice(r.end).split('\n').map(s=>s.trim()).find(Boolean)??''; console.log(sf.getLineAndCharacterOfPosition(r.pos).line+1+': '+t.slice(r.pos,r.end)+'   '+'~~> '+next.slice(0,90)); n++; }
}
console.error(n);
