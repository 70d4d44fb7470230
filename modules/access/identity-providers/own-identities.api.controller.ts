import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { Allow, CurrentActor } from '../decorators';
import { type IdentityLink, IdentityLinks } from './identity-links.service';

/** One's own account at identity providers. A link is made on the page "My account". */
@ApiTags('session')
@Controller('api/v1/account/identities')
export class OwnIdentitiesApiController {
  constructor(private readonly links: IdentityLinks) {}

  /** List the identity providers that are linked to one's own account. */
  @Allow('account:own')
  @Get()
  list(@CurrentActor() actor: Actor): Promise<IdentityLink[]> {
    return this.links.of(actor, actor.userId);
  }

  /**
   * Take a link to an identity provider off one's own account.
   * Sessions opened through it end.
   */
  @Allow('account:link')
  @Delete(':id')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    return this.links.endOwn(actor, id);
  }
}
