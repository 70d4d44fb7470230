import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { NewAccountsDto } from './new-accounts.dto';
import { NewAccounts } from './new-accounts.service';

@ApiTags('users')
@Controller('api/v1/new-accounts')
export class NewAccountsApiController {
  constructor(private readonly accounts: NewAccounts) {}

  /**
   * Open several accounts at once.
   * Row by row what happened; each new account waits for another administrator to confirm its link.
   */
  @Allow('users:manage')
  @Post()
  async create(@CurrentActor() actor: Actor, @Body() { rows }: NewAccountsDto) {
    const { outcomes } = await this.accounts.create(actor, Buffer.from(rows));
    return outcomes.map(({ row, name, email, roles, userId, errors }) => ({
      row,
      name,
      email,
      roles,
      userId,
      errors: errors.map(({ code, params }) => ({ code, params })),
    }));
  }
}
