import { Global, Module } from '@nestjs/common';
import { ListBars } from './list-bar.view';
import { ViewsApiController, ViewsPagesController } from './views.pages.controller';
import { Views } from './views.service';

@Global()
@Module({
  controllers: [ViewsApiController, ViewsPagesController],
  providers: [ListBars, Views],
  exports: [ListBars, Views],
})
export class ViewsModule {}
