import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Env } from '../config/env';
import { ENV } from '../config/env.token';
import { publicUrl } from '../config/public-url';
import { Clock } from '../shared/clock';
import { notFound } from '../shared/domain.errors';
import { PublicRoute } from './public-route';

/** Validity of security.txt in days; RFC 9116 recommends less than a year. */
const GOOD_FOR_DAYS = 180;
const PLAIN_TEXT = ['content-type', 'text/plain; charset=utf-8'] as const;

/** robots.txt and security.txt. */
@ApiExcludeController()
@Controller()
export class WellKnownController {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  /** The public page of figures, and nothing that shows that there is more. */
  @PublicRoute()
  @Get('robots.txt')
  @Header(...PLAIN_TEXT)
  robots(): string {
    return 'User-agent: *\nAllow: /public\nDisallow: /\n';
  }

  /** RFC 9116; not found where MAWA_SECURITY_CONTACT is not set. */
  @PublicRoute()
  @Get('.well-known/security.txt')
  @Header(...PLAIN_TEXT)
  security(): string {
    const { MAWA_SECURITY_CONTACT: contact } = this.env;
    if (!contact) throw notFound();
    const day = this.clock.now();
    day.setUTCHours(0, 0, 0, 0);
    day.setUTCDate(day.getUTCDate() + GOOD_FOR_DAYS);
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${day.toISOString()}`,
      'Preferred-Languages: fr, ar, en',
      ...(this.env.MAWA_PUBLIC_URL
        ? [`Canonical: ${new URL('/.well-known/security.txt', publicUrl(this.env)).href}`]
        : []),
    ];
    return `${lines.join('\n')}\n`;
  }
}
