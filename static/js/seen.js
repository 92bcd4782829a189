// A message that stood on the screen for two seconds is seen: the badge no longer counts it. Read it is when it was opened.
{
  const LONG_ENOUGH = 2000;
  const waiting = new Map();
  let seen = [];

  const tell = () => {
    const sent = new URLSearchParams();
    sent.append('csrf_token', seen[0].elements.csrf_token.value);
    seen.forEach((form) => sent.append('message', form.dataset.new));
    fetch(seen[0].closest('[data-seen]').dataset.seen, { method: 'POST', body: sent, keepalive: true }).catch(() => {});
    seen.forEach((form) => form.removeAttribute('data-new'));
    seen = [];
  };

  const note = (form) => {
    if (!form.isConnected || document.hidden) return;
    watch.unobserve(form);
    if (seen.push(form) === 1) setTimeout(tell);
  };

  const watch = new IntersectionObserver((entries) => entries.forEach((entry) => {
    clearTimeout(waiting.get(entry.target));
    if (entry.isIntersecting) waiting.set(entry.target, setTimeout(note, LONG_ENOUGH, entry.target));
  }), { threshold: 0.6 });

  const start = () => document.querySelectorAll('[data-seen] [data-new]').forEach((form) => watch.observe(form));
  document.addEventListener('htmx:afterSettle', start);
  start();
}
