import { may, type Permission } from '../access';
import type { Actor } from '../platform/shared/actor';

const TABS: readonly { key: string; icon: string; permission: Permission }[] = [
  { key: 'roll', icon: 'list-check', permission: 'house:call' },
  { key: 'movements', icon: 'calendar-event', permission: 'house:see' },
  { key: 'register', icon: 'door-enter', permission: 'register:keep' },
  { key: 'handover', icon: 'notes', permission: 'handovers:keep' },
  { key: 'incidents', icon: 'alert-triangle', permission: 'incidents:write' },
  { key: 'items', icon: 'package', permission: 'items:give' },
  { key: 'beds', icon: 'bed', permission: 'beds:prepare' },
];

export interface HouseTab {
  readonly key: string;
  readonly icon: string;
  readonly path: string;
  readonly current: boolean;
}

/** Tabs of a shelter's pages. */
export const houseTabs = (actor: Actor, shelterId: string, current: string): HouseTab[] =>
  TABS.filter(({ permission }) => may(actor, permission)).map(({ key, icon }) => ({
    key,
    icon,
    path: `/house/${shelterId}/${key}`,
    current: key === current,
  }));
