'use strict';
// In each page of a journey by keyboard: where the focus is, how it gets to an element, and whether it is seen there.

globalThis.mawaKeyboard = (() => {
  const FOCUSABLE =
    'a[href], button, summary, input:not([type="hidden"]), select, textarea, [tabindex], [contenteditable="true"]';
  const GRIDS = '[role="grid"], [role="tablist"], [role="menu"], [role="toolbar"]';
  const SEEN_BY = ['boxShadow', 'borderColor', 'borderWidth', 'backgroundColor', 'textDecoration'];
  const PARTS = [0.2, 0.5, 0.8];

  /** The element that has the focus when somebody acts on this one; null where none can have it. */
  const targetOf = (element) => {
    const control = element.closest('label')?.control;
    const own = element.closest(FOCUSABLE);
    if (own && !(control && own.contains(control))) return own;
    return control ?? null;
  };
  const say = (element) => {
    const name =
      element.ariaLabel || element.labels?.[0]?.innerText || element.innerText || element.name;
    const kind = element.type && element.tagName === 'INPUT' ? ` ${element.type}` : '';
    return `<${element.tagName.toLowerCase()}${kind}> "${(name ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 60)}"`;
  };
  const active = () => document.activeElement ?? document.body;
  const radiosOf = (radio) =>
    [...document.querySelectorAll('input[type="radio"]')].filter(
      ({ name, form, disabled }) => name === radio.name && form === radio.form && !disabled,
    );
  const isRadio = (element) => element.matches('input[type="radio"]');

  /** Whether it has room on the screen: what is hidden for the eye alone is drawn by its neighbour. */
  const isDrawn = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const { opacity, clip, clipPath } = getComputedStyle(element);
    const isClipped = clip !== 'auto' || clipPath !== 'none';
    return width > 3 && height > 3 && Number(opacity) > 0 && !isClipped;
  };
  const around = (element) =>
    [element, ...(element.labels ?? []), element.nextElementSibling, element.parentElement].filter(
      (one) => one && one !== document.body && isDrawn(one),
    );
  const looks = (element) => {
    const style = getComputedStyle(element);
    const hasOutline =
      style.outlineStyle !== 'none' &&
      parseFloat(style.outlineWidth) >= 1 &&
      !/, 0\)$|^transparent$/.test(style.outlineColor);
    const outline = hasOutline ? `${style.outlineStyle} ${style.outlineWidth}` : '';
    return { outline, all: [outline, ...SEEN_BY.map((name) => style[name])].join('|') };
  };

  let target = null;
  let before = null;
  /** The element that the focus was led to last, until the Tab key leads it on. */
  let held = null;
  document.addEventListener('keydown', ({ key }) => key === 'Tab' && (held = null), true);

  const isReached = () => {
    const now = active();
    if (now === target) return true;
    if (isRadio(target)) return radiosOf(target).includes(now);
    if (target.tabIndex >= 0) return false;
    const grid = target.closest(GRIDS);
    return Boolean(grid?.contains(now) && now.closest(GRIDS) === grid);
  };
  const skipOf = (link) => document.querySelector(link.getAttribute('href'));
  /** The skip link that leads nearest to the target. */
  const bestSkip = () =>
    [...document.querySelectorAll('a[class*="skip"][href^="#"]')]
      .filter((link) => skipOf(link)?.contains(target))
      .reduce((best, link) => (best && skipOf(link).contains(skipOf(best)) ? best : link), null);

  /** Whether the link with the focus is the best one, or leads to where that stands. */
  const isOnTheWay = () => {
    const best = bestSkip();
    const now = active();
    if (best === null || now === best) return now === best;
    return now.matches('a[class*="skip"][href^="#"]') && Boolean(skipOf(now)?.contains(best));
  };

  return Object.freeze({
    /** Takes an element as the target of what follows, and remembers how it looks without the focus. */
    aim(element) {
      const to = targetOf(element);
      if (!to) return { problem: `${say(element)} can have no focus` };
      target = to;
      before = active() === target ? null : new Map(around(target).map((one) => [one, looks(one)]));
      const now = active();
      const isFresh = now === document.body || now === document.documentElement;
      const isBefore = now.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
      return {
        said: say(target),
        tag: target.tagName,
        type: target.getAttribute('type') ?? '',
        isBackward: !isFresh && Boolean(isBefore),
        isFresh,
        isDisabled: target.matches(':disabled'),
        isOption: element.closest('[role="option"]') !== null,
      };
    },
    /** After each key. */
    step: (isFresh) => {
      const isThere = isReached();
      return {
        isThere,
        isSkip: !isThere && isFresh && bestSkip() !== null && isOnTheWay(),
        isBest: active() === bestSkip(),
        isConnected: target.isConnected,
      };
    },
    /** Which arrow leads on in a group of radio buttons or a grid; null at the target. */
    arrow() {
      const now = active();
      if (now === target) return null;
      if (isRadio(target)) {
        const all = radiosOf(target);
        return all.indexOf(now) < all.indexOf(target) ? 'ArrowDown' : 'ArrowUp';
      }
      const [at, to] = [now.getBoundingClientRect(), target.getBoundingClientRect()];
      const rowOf = (one) => one.closest('tr, [role="row"]') ?? one;
      if (rowOf(now) !== rowOf(target)) return to.top > at.top ? 'ArrowDown' : 'ArrowUp';
      return to.left > at.left ? 'ArrowRight' : 'ArrowLeft';
    },
    /** What is wrong with the focus where it is now, in words. */
    check() {
      held = target;
      const problems = [];
      const drawn = around(target);
      const isSeen = drawn.some((one) => {
        const now = looks(one);
        const was = before?.get(one);
        if (was) return now.all !== was.all;
        return now.outline !== '' || getComputedStyle(one).boxShadow !== 'none';
      });
      if (!isSeen) problems.push(`the focus on ${say(target)} is not seen`);
      const shown = drawn[0] ?? target;
      const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
      const isLarge = box.height > innerHeight * 0.8 || box.width > innerWidth;
      const isHit = (x, y) => {
        const hit = document.elementFromPoint(x, y);
        return (
          Boolean(hit) && (shown.contains(hit) || (hit.contains(shown) && hit !== document.body))
        );
      };
      const hits = PARTS.flatMap((x) =>
        PARTS.filter((y) => isHit(box.left + box.width * x, box.top + box.height * y)),
      ).length;
      if (hits < (isLarge ? 1 : 5)) {
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const cover = document.elementFromPoint(x, y);
        const by = cover ? `under ${say(cover)}.${cover.className}` : 'outside the window';
        problems.push(`${say(target)} has the focus ${by}`);
      }
      return problems;
    },
    /** What had the focus, where nothing has it any more though no key led it away. */
    lost: () => (held && active() === document.body ? say(held) : null),
    at: () => say(active()),
    /** Where a choice stands among those of the list that has the focus, and the one that is chosen now. */
    choice(wanted) {
      const { options, selectedIndex } = active();
      const words = ({ label }) => label.replaceAll(/\s+/g, ' ').trim();
      const isIt = (one, at) =>
        wanted === null
          ? one.value === ''
          : [wanted.text, wanted.value].includes(one.value) ||
            [wanted.text, wanted.label].includes(words(one)) ||
            wanted.index === at;
      const open = [...options].filter(
        (one) => !one.disabled && !one.parentElement.disabled && !one.hidden,
      );
      return {
        from: open.indexOf(options[selectedIndex]),
        to: open.indexOf([...options].find(isIt)),
      };
    },
    /** The choice that is marked in the list of a field, as one of how many. */
    option: (element) => {
      const option = element.closest('[role="option"]');
      const list = option.closest('[role="listbox"]');
      const field = document.querySelector(`[aria-controls="${list.id}"]`);
      const isMarked = field?.getAttribute('aria-activedescendant') === option.id;
      return { isField: active() === field, isMarked, of: list.children.length };
    },
  });
})();
