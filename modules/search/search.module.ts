import { Global, Module } from '@nestjs/common';
import { SearchEverythingController } from './search.pages.controller';
import { SearchSources } from './search-sources.service';

@Global()
@Module({
  controllers: [SearchEverythingController],
  providers: [SearchSources],
  exports: [SearchSources],
})
export class SearchModule {}
