/** Rules of this project for oxlint (.oxlintrc.json). */

/** A spread literal hides the shape of what it is part of, and TypeScript checks no misspelt property inside it. */
const SPREAD_LITERALS = [
  'SpreadElement > ObjectExpression',
  'SpreadElement > ArrayExpression',
  'SpreadElement > TSAsExpression > ArrayExpression',
  'SpreadElement > TSAsExpression > ObjectExpression',
];

/** Words that were replaced by the terms of docs/glossary.md; a name that brings one back has the term beside it. */
const REPLACED_WORDS = {
  '(^told|Told)(?![a-z])': 'released, published, disclosed, or the noun of what it is',
  '^(hearOut)$': 'drainRequestBody',
  '^([tT]ake_?[tT]urns?)$': 'ConcurrencyLimit, lockAgreement',
  '^(callOff)': 'cancel',
  '^(BringIn|RowsRefused)': 'ImportRows, RejectedRows',
  'OnThe(File|Timeline|Day)$': 'CaseFilePanel, TimelineSource, AgendaSource',
  '^(Hands?|HandLinks)$': 'ShareLinks',
  '^(WHYS|DONE|AGAINST)$': 'the noun with its subject, such as NOT_REACHED_REASONS',
  '^(Founded|foundProgramme|liveOn)$': 'SeededProgramme, seedProgramme, seedReturnFollowUps',
  '^(companyOf)$': 'roomSharingOf',
  '^(Door|Standing)$': 'TrackKind, Status',
};
const replaced = Object.entries(REPLACED_WORDS).map(([word, term]) => [new RegExp(word), term]);
const PARTICIPLE =
  /^([A-Z][a-z]*(?<!e)ed|Asked|Drawn|Given|Held|Known|Lived|Made|Read|Said|Seen|Sent|Shown|Taken|Told|Written)$/;
const TYPES = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ClassDeclaration'];

const noSpreadLiterals = {
  create: (context) => ({
    [SPREAD_LITERALS.join(', ')]: (node) =>
      context.report({
        node,
        message: 'Write the properties or elements themselves: no literal inside a spread.',
      }),
  }),
};

const standardNames = {
  create: (context) => ({
    Identifier: (node) => {
      for (const [word, term] of replaced)
        if (word.test(node.name))
          context.report({ node, message: `Replaced by: ${term} (docs/glossary.md).` });
      const { parent } = node;
      if (TYPES.includes(parent.type) && parent.id === node && PARTICIPLE.test(node.name))
        context.report({ node, message: 'A type has a noun as its name.' });
    },
  }),
};

export default {
  meta: { name: 'mawa' },
  rules: { 'no-spread-literals': noSpreadLiterals, 'standard-names': standardNames },
};
