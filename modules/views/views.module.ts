import { Global, Module } from '@nestjs/common';
import { ListBars } from './list-bar';
import { ViewsApiController, ViewsPagesController } from './views.controllers';
import { Views } from './views.service';

@Global()
@Module({
  controllers: [ViewsApiController, ViewsPagesController],
  providers: [ListBars, Views],
  exports: [ListBars, Views],
})
export class ViewsModule {}
