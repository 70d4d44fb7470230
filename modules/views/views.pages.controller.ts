import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../platform/shared/actor';
import { submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { Allow, CurrentActor } from '../access';
import { SaveViewDto } from './dto/view.dto';
import { addressOf } from './list-address.rules';
import { Views } from './views.service';

@ApiTags('views')
@Controller('api/v1/views')
export class ViewsApiController {
  constructor(private readonly views: Views) {}

  /**
   * List your saved views of a list.
   * One's own views of a list, in their order.
   */
  @Allow('views:own')
  @Get()
  list(@CurrentActor() actor: Actor, @Query('list') list: unknown) {
    return this.views.of(actor, String(list));
  }

  /** Save a view of a list. */
  @Allow('views:own')
  @Post()
  save(@CurrentActor() actor: Actor, @Body() { filters = {}, ...view }: SaveViewDto) {
    return this.views.save(actor, { ...view, filters });
  }

  /** Delete a saved view. */
  @Allow('views:own')
  @Delete(':id')
  @HttpCode(204)
  async remove(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.views.remove(actor, id);
  }
}

@ApiExcludeController()
@Controller('views')
export class ViewsPagesController {
  constructor(private readonly views: Views) {}

  /** Shows errors of a name on a page of its own, since the list cannot be posted to. */
  @Allow('views:own')
  @Post()
  save(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      SaveViewDto,
      body,
      mawa.language,
      async ({ filters = {}, ...view }) => {
        const list = this.views.list(view.list, actor);
        const saved = await this.views.save(actor, { ...view, filters });
        const path = addressOf(list, saved.filters, saved.columns);
        return redirect(path, { kind: 'success', key: 'views:saved' });
      },
      (form) =>
        Promise.resolve(
          page('views/save', {
            title: translate(mawa.language, 'views:save'),
            fields: Object.entries(form.values)
              .filter(([name]) => name !== 'name')
              .map(([name, value]) => ({ name, value: String(value) })),
            form,
          }),
        ),
    );
  }

  @Allow('views:own')
  @Post(':id/remove')
  async remove(@CurrentActor() actor: Actor, @Id() id: string) {
    const { list } = await this.views.remove(actor, id);
    return redirect(list.path, { kind: 'success', key: 'views:removed' });
  }
}
