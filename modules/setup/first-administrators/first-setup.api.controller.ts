import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../access';
import { FirstSetupDto } from './first-setup.dto';
import { FirstSetup } from './first-setup.service';

@ApiTags('setup')
@Controller('api/v1/setup')
export class FirstSetupApiController {
  constructor(private readonly setup: FirstSetup) {}

  /**
   * Make the first two administrators of a new installation.
   * The answer holds the path of each one's link: this once, and nowhere else.
   */
  @Public()
  @Post()
  make(@Body() { token, administrators, programme }: FirstSetupDto) {
    return this.setup.make(token, administrators, programme);
  }
}
