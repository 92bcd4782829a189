// “Show more” adds rows to the list and writes into the address how far one has read: reloaded, or come back to, it shows
// the same rows. After a hundred the plain link leads to a new page. The arrow of a page leads back to the list as it was left.
{
  const MOST = 100;
  const rowsOf = (root) => {
    const list = root.getElementById('list');
    return list && (list.matches('ul, ol') ? list : list.querySelector('ul, ol') || list);
  };
  // A list of its own: not the comments of a demand, whose page is renewed as a whole, and where no arrow leads back to.
  const isList = () => Boolean(rowsOf(document)) && !('within' in document.getElementById('list').dataset);
  const GONE = 'the network is gone';
  // Asked for anew: on a page that was gone back to, browsers answer even a script out of their cache.
  const fetched = (address) => fetch(address, { credentials: 'same-origin', cache: 'no-cache' })
    .catch(() => Promise.reject(GONE))
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((text) => new DOMParser().parseFromString(text, 'text/html'));
  const settled = (list) => {
    htmx.process(list);
    list.dispatchEvent(new CustomEvent('htmx:afterSettle', { bubbles: true, detail: { elt: list } }));
  };

  const add = (link) => fetched(link.href).then((page) => {
    const list = rowsOf(document);
    const more = page.getElementById('more');
    const first = list.children.length;
    list.append(...rowsOf(page).children);
    const address = new URL(location.href);
    address.searchParams.set('through', more.dataset.through);
    history.replaceState(history.state, '', address);
    const row = list.children[first];
    const control = row.matches('a, button') ? row : row.querySelector('a, button, input:not([type=hidden])');
    if (!control) row.tabIndex = -1;
    (control || row).focus({ preventScroll: true });
    link.closest('.pager').replaceWith(more);
    settled(list);
  });

  document.addEventListener('click', (event) => {
    const link = event.target.closest('#more a');
    const list = rowsOf(document);
    if (!link || !list || list.children.length >= MOST || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('aria-busy')) return;
    link.setAttribute('aria-busy', 'true');
    add(link).catch((error) => {
      if (error !== GONE) { location.href = link.href; return; }
      link.removeAttribute('aria-busy');
      link.dispatchEvent(new CustomEvent('htmx:sendError', { bubbles: true }));
    });
  });

  // Come back to: the rows are renewed where they stand, and nothing moves.
  const renew = () => fetched(location.href).then((page) => {
    const list = rowsOf(document);
    const rows = rowsOf(page);
    if (!rows || list.innerHTML === rows.innerHTML) return;
    const at = [...list.children].findIndex((row) => row.contains(document.activeElement));
    list.textContent = '';
    list.append(...rows.children);
    document.getElementById('more').replaceWith(page.getElementById('more'));
    const held = at >= 0 && list.children[at] && list.children[at].querySelector('a, button');
    if (held) held.focus({ preventScroll: true });
    settled(list);
  });

  // Gone back to, the page is that of yesterday, out of the memory (WeChat on iOS) or the cache: renew it, unless something
  // is being typed in it. Only out of the memory a page without rows is older than what the server would say.
  const isBack = () => performance.getEntriesByType('navigation').some((entry) => entry.type === 'back_forward');
  addEventListener('pageshow', (event) => {
    const writing = 'main textarea, main select, main input:not([type=hidden]):not([type=search])';
    if (!(event.persisted || isBack()) || document.querySelector(writing)) return;
    if (isList() && document.getElementById('more')) renew().catch(() => {});
    else if (event.persisted) location.reload();
  });

  // The storage may be full or forbidden: then the arrow leads to the list as anybody sees it.
  const keep = (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch (error) { /* no place */ } };
  const kept = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch (error) { return null; } };

  const from = kept('list');
  const before = document.referrer.startsWith(location.origin) ? new URL(document.referrer).pathname : '';
  if (isList()) {
    if (from && from.back && from.href === location.href) scrollTo(0, from.top);
    addEventListener('pagehide', () => keep('list', { path: location.pathname, href: location.href, top: scrollY }));
  } else if (from && before.startsWith(from.path)) {
    document.querySelectorAll('.topbar a').forEach((arrow) => {
      if (arrow.pathname !== from.path) return;
      arrow.href = from.href;
      arrow.addEventListener('click', () => keep('list', { path: from.path, href: from.href, top: from.top, back: true }));
    });
  }
}
