import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/shared/actor';
import { Allow, BeforeSecondFactor, CurrentActor, FromOtherBrowser } from '../decorators';
import { SessionCookies } from '../session-cookies.service';
import { ProofDto } from './session-proof.dto';
import { type RequestedProof, SessionProofs } from './session-proofs.service';

@ApiTags('session')
@Controller('api/v1/session/proof')
export class SessionProofsApiController {
  constructor(
    private readonly proofs: SessionProofs,
    private readonly cookies: SessionCookies,
  ) {}

  /**
   * Show what your account shows to prove that it is you.
   * What the account has to show.
   */
  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Get()
  look(@CurrentActor() actor: Actor): Promise<RequestedProof> {
    return this.proofs.requested(actor);
  }

  /**
   * Prove again that it is you, with a code or the password.
   * After a 403 `access.proof_missing`: the call that was refused is sent again then.
   */
  @Allow('account:own')
  @BeforeSecondFactor()
  @FromOtherBrowser()
  @Post()
  @HttpCode(204)
  prove(
    @CurrentActor() actor: Actor,
    @Body() { proof }: ProofDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.proofs.prove(actor, proof, this.cookies.browserOf(request));
  }
}
