'use strict';
// In each page of a journey: the marks of its elements, and what axe says of those whose marks are new.

globalThis.mawaExamined = (() => {
  /** Attributes whose words decide what axe says; of all others it counts that they say something. */
  const WORDS = /^(class|role|type|scope|tabindex|lang|dir|autocomplete|aria-.*)$/;
  const NAMES =
    /^aria-(label|labelledby|description|describedby|details|controls|owns|errormessage)$/;
  const NUMBERS = /\d+/g;
  const GRAVE = ['serious', 'critical'];

  const wordsOf = ({ name, value }) =>
    WORDS.test(name) && !NAMES.test(name)
      ? `${name}=${value.replaceAll(NUMBERS, '')}`
      : name + (value.trim() ? '' : '=');

  /** Two FNV-1a of 32 bits: enough to tell the elements of all pages apart. */
  function hash(words) {
    let one = 0x811c9dc5;
    let other = 0xcbf29ce4;
    for (let place = 0; place < words.length; place += 1) {
      one = Math.imul(one ^ words.charCodeAt(place), 0x01000193);
      other = Math.imul(other ^ words.charCodeAt(place), 0x01000197);
    }
    return (one >>> 0).toString(36) + (other >>> 0).toString(36);
  }

  /** The mark of each element: its tag, its attributes, whether it says anything, the same of what it stands in, and whether one like it stands before it. */
  function marks() {
    const found = new Map();
    (function walk(element, within) {
      const attributes = [...element.attributes].map(wordsOf).sort();
      const says = Boolean(element.textContent.trim());
      const mark = hash([within, element.tagName, says, ...attributes].join(' '));
      found.set(element, mark);
      const before = new Set();
      for (const child of element.children) {
        const kind = `${child.tagName} ${child.className}`;
        walk(child, before.has(kind) ? `${mark} again` : mark);
        before.add(kind);
      }
    })(document.body, document.title.trim() ? 'titled' : '');
    return found;
  }

  /** The largest parts in which nothing is new. */
  function partsWithout(fresh, found) {
    const parts = [];
    (function walk(element) {
      if ([element, ...element.querySelectorAll('*')].some((one) => fresh.has(found.get(one))))
        for (const child of element.children) walk(child);
      else parts.push(element);
    })(document.body);
    return parts;
  }

  return {
    kind: () => [innerWidth, document.documentElement.lang],
    marks: () => [...new Set(marks().values())],
    /** What is serious or critical among the elements with these marks. */
    async examine({ fresh, contrast }) {
      const { violations } = await globalThis.axe.run(
        { include: [document], exclude: partsWithout(new Set(fresh), marks()) },
        { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: contrast } } },
      );
      return violations
        .filter(({ impact }) => GRAVE.includes(impact))
        .map(({ id, impact, help, nodes }) => ({
          id,
          impact,
          help,
          nodes: nodes
            .slice(0, 5)
            .map(({ html, any }) => ({ html, message: any[0]?.message ?? '' })),
        }));
    },
  };
})();
