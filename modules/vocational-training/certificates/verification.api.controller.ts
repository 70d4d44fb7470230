import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../../access';
import { VerifyDto } from '../dto/training.dto';
import { CertificateVerification } from './verification.service';

@ApiTags('certificates')
@Controller('api/v1/verify')
export class VerifyApiController {
  constructor(private readonly certificates: CertificateVerification) {}

  /**
   * Verify a certificate by its code.
   * By the code on a certificate, without an account: `{"valid": false}` for any that does not stand.
   */
  @Anonymous()
  @HttpCode(200)
  @Post()
  ask(@Body() body: VerifyDto, @Req() { ip }: FastifyRequest) {
    return this.certificates.ask(body, ip);
  }
}
