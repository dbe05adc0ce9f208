document.querySelectorAll("table[data-find]").forEach(function(t){
var f=document.createElement("p"),i=document.createElement("input"),
o=document.createElement("output"),rows=t.querySelectorAll("tbody tr[id]");
function count(n){o.textContent=t.dataset.shown.replace("{0}",n)
.replace("{1}",rows.length)}
f.className="timeline-find";i.type="search";i.placeholder=t.dataset.find;
i.setAttribute("aria-label",t.dataset.find);f.append(i,o);t.before(f);
i.oninput=function(){var q=i.value.trim().toLowerCase(),n=0;
Array.from(t.tBodies).forEach(function(b){var some=0;
b.querySelectorAll("tr[id]").forEach(function(r){
r.hidden=r.textContent.replace(/\xa0/g," ").toLowerCase().indexOf(q)<0;some+=!r.hidden});
b.hidden=!some;n+=some});count(n)};
count(rows.length);t.removeAttribute("data-find")})
