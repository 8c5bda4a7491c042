/** Tabs with a roving focus: one stop for Tab, arrows to move, Home and End to the ends. */

/** Wires `list`; `onSelect(name)` is told the name behind `tab-`. Returns `{select, names}`. */
export function startTabs(list, onSelect) {
  const tabs = [...list.querySelectorAll('[role=tab]')];
  const nameOf = (tab) => tab.id.replace(/^tab-/, '');

  const select = (name, focus = false) => {
    const chosen = tabs.find((tab) => nameOf(tab) === name) ?? tabs[0];
    for (const tab of tabs) {
      const selected = tab === chosen;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !selected;
    }
    if (focus) chosen.focus();
    chosen.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    onSelect(nameOf(chosen));
  };

  list.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    if (tab) select(nameOf(tab));
  });
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    select(nameOf(tabs[(to + tabs.length) % tabs.length]), true);
  });
  return { select, names: tabs.map(nameOf) };
}
