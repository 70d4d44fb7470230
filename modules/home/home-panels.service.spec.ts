import { Logger } from '@nestjs/common';
import type { Actor } from '../platform/shared/actor';
import { HomePanels } from './home-panels.service';

const manager = { userId: 'x', roles: ['shelter_manager'], language: 'fr' } as unknown as Actor;
const panel = (key: string, order: number) => ({
  key,
  roles: ['shelter_manager'] as const,
  permission: 'home:see' as const,
  order,
});

describe('the panels of the first page', () => {
  it('go on without one that cannot be read', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const panels = new HomePanels();
    panels.add({
      ...panel('tonight', 20),
      load: () => Promise.resolve({ title: 'Ce soir', icon: 'moon', sections: [], waits: false }),
    });
    panels.add({
      ...panel('broken', 10),
      load: () => Promise.reject(new Error('broken on purpose')),
    });
    const shown = await panels.of(manager, 'fr');
    expect(shown.map(({ key, title }) => [key, title])).toEqual([
      ['broken', 'Un encadré manque'],
      ['tonight', 'Ce soir'],
    ]);
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });
});
