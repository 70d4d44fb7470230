import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { labelOf, list } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { CaseTabs } from '../case-tabs.service';
import { PickPeople } from '../pick/pick-people.service';
import { type PickChoice, pickChoices } from '../pick/pick.view';
import { BOX, familyTree, impliedLinks, type TreeLink } from './family-tree.rules';
import { END_REASONS, LINK_CHOICES, directLink, linkChoiceOf } from './link.rules';
import { NETWORK_ROLES } from './network-links.service';
import { Networks } from './networks.service';
import { type LinksOfPerson, ReadLinks } from './read-links.service';

const FORMS = ['link', 'join', 'split', 'end', 'apart', 'network', 'networkApart'] as const;
export type LinksForm = (typeof FORMS)[number];

/** The field for another person, by form. */
const PERSON_FIELDS = { link: 'linkNumber', join: 'memberNumber', apart: 'otherNumber' } as const;

/** The page "who belongs to them": a picture, a list, and what may be done about it. */
@Injectable()
export class LinksPage {
  constructor(
    private readonly reading: ReadLinks,
    private readonly networks: Networks,
    private readonly tabs: CaseTabs,
    private readonly picking: PickPeople,
  ) {}

  async show(
    actor: Actor,
    id: string,
    language: Language,
    forms: Partial<Record<LinksForm, FormState>> = {},
  ): Promise<PageView> {
    const links = await this.reading.of(actor, id);
    const form = Object.fromEntries(FORMS.map((name) => [name, forms[name] ?? newForm()]));
    const known = links.networks && links.mayChange ? await this.networks.list(actor) : [];
    return page('links/person', {
      title: translate(language, 'links:title', { number: links.caseNumber }),
      path: `/people/${id}`,
      tabs: await this.tabs.row(actor, language, id, 'links'),
      requestId: randomUUID(),
      form: form as Record<LinksForm, FormState>,
      summary: FORMS.flatMap((name) => form[name]!.summary),
      picks: await this.picksOf(actor, language, form),
      mayKeepApart: may(actor, 'people:keep-apart'),
      knownNetworks: known.map(({ id: value, name: label }) => ({ value, label })),
      ...choices(language),
      ...model(links, id, language),
    });
  }

  /** Who fits what was typed in the field for the other person, of the form that was refused. */
  private async picksOf(
    actor: Actor,
    language: Language,
    forms: Readonly<Record<string, FormState>>,
  ): Promise<Record<string, readonly PickChoice[]>> {
    const picks: Record<string, readonly PickChoice[]> = {};
    for (const [form, field] of Object.entries(PERSON_FIELDS)) {
      const found = await this.picking.choices(actor, forms[form]!, [field]);
      if (found[field]) picks[field] = pickChoices(found[field], language);
    }
    return picks;
  }
}

const words = (language: Language) => (key: string) => translate(language, `links:${key}`);

function choices(language: Language) {
  const say = words(language);
  const all = (from: readonly string[], prefix: string) =>
    from.map((value) => ({ value, label: say(`${prefix}.${value}`) }));
  return {
    kinds: all(LINK_CHOICES, 'choice'),
    sides: all(NETWORK_ROLES, 'side'),
    reasons: all(END_REASONS, 'reason'),
    relations: list('relations')
      .items.filter(({ code }) => code !== 'self')
      .map(({ code, labels }) => ({ value: code, label: labels[language] })),
    victimsToo: [{ value: 'yes', label: say('network.victims_too') }],
  };
}

function model(links: LinksOfPerson, id: string, language: Language) {
  const say = words(language);
  const shown = links.links.map((link) => ({
    ...link,
    kindLabel: say(`kind.${linkChoiceOf(directLink(link.kind, link.from, link.to), id)}`),
    reasonLabel: link.endReason && say(`reason.${link.endReason}`),
  }));
  return {
    mayChange: links.mayChange,
    alert: links.coupleAlert && translate(language, `people:alert.couple_${links.coupleAlert}`),
    families: links.families.map(({ id: familyId, members }) => ({
      id: familyId,
      mayLeave: links.mayChange && members.length > 1,
      maySplit: links.mayChange && members.length > 2,
      members: members.map((member) => ({
        ...member,
        itself: member.id === id,
        relationLabel: labelOf('relations', member.relation, language),
      })),
      choices: members.map(({ id: value, caseNumber: label }) => ({ value, label })),
    })),
    standing: shown.filter(({ endedAt }) => endedAt === null),
    ended: shown.filter(({ endedAt }) => endedAt !== null),
    tree: treeOf(links, id, language),
    showsApart: links.keptApart !== null,
    keptApart: (links.keptApart ?? []).map((pair) => ({ ...pair, open: pair.endedAt === null })),
    networks: links.networks && {
      said: links.networks.said.map((one) => ({ ...one, sideLabel: say(`side.${one.side}`) })),
      apart: links.networks.apart,
    },
  };
}

/** Nobody but the person: no picture. */
function treeOf(links: LinksOfPerson, id: string, language: Language) {
  const members = links.families.flatMap((family) => family.members);
  const standing = links.links.filter(({ endedAt }) => endedAt === null);
  const numbers = new Map([
    [id, links.caseNumber],
    ...members.map((one): [string, string] => [one.id, one.caseNumber]),
    ...standing.map((one): [string, string] => [one.otherId, one.otherNumber]),
  ]);
  if (numbers.size === 1) return null;
  const people = [...numbers].map(([one, label]) => {
    const link = standing.find(({ otherId }) => otherId === one);
    const member = members.find((other) => other.id === one);
    return {
      id: one,
      label,
      relation: member?.relation ?? null,
      word:
        one === id
          ? translate(language, 'links:this_person')
          : link
            ? translate(language, `links:is.${linkChoiceOf(link, one)}`)
            : member
              ? labelOf('relations', member.relation, language)
              : '',
    };
  });
  const said = links.families.flatMap((family) => impliedLinks(family.members));
  const isDrawn = ({ from, to }: TreeLink) =>
    links.among.some((one) => [one.from, one.to].every((end) => end === from || end === to));
  const drawn = [...links.among, ...said.filter((one) => !isDrawn(one))];
  const tree = familyTree(people, drawn, id, language === 'ar');
  return {
    ...tree,
    label: translate(language, 'links:picture', { count: people.length }),
    nodes: tree.nodes.map((node) => ({
      ...node,
      ...BOX,
      middle: node.x + BOX.width / 2,
      first: node.y + 21,
      second: node.y + 39,
    })),
  };
}
