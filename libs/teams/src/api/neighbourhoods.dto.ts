import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, IsObject, ValidateIf } from 'class-validator';
import { ListOf, Nested, Pattern, Text, Whole } from '#http';
import type { Area } from '../domain/geometry.js';

/** The maximum number of rows of an import, enough for the statistical sectors of the largest city. */
const MOST_ROWS = 2000;

const Degrees = (most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number, minimum: -most, maximum: most, description: 'Degrees in WGS84.' }),
    IsNumber(),
  );

const GeoJsonArea = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      selfRequired: false,
      description: 'GeoJSON Polygon or MultiPolygon. When left out, a known area stays.',
    }),
    ValidateIf((_, value) => value !== undefined),
    IsObject(),
  );

export class PointDto {
  @Degrees(180) readonly lon: number;
  @Degrees(90) readonly lat: number;
}

/** A row of an import. The API checks only its form, because the domain reports the problems of each row. */
export class ImportedNeighbourhoodDto {
  @Text({ max: 200, example: '4', description: '1 to 20 characters of A-Z, a-z, 0-9 and dash.' }) readonly code: string;
  @Text({ max: 200, example: 'Brugse Poort - Rooigem' }) readonly name: string;
  @Nested(() => PointDto, { optional: true, description: 'Computed from the area when left out.' })
  readonly centre?: PointDto;
  @GeoJsonArea() readonly area?: Area;
}

export class ImportDto {
  @Pattern(/^[0-9]{5}$/, 'the NIS code of a municipality, 5 digits', {
    optional: true,
    example: '44021',
    description: 'NIS code of the city of the file, which is your own city.',
  })
  readonly city?: string;
  @Text({
    max: 200,
    example: 'Stad Gent, Stadswijken Gent',
    description: 'Source of the data, for the attribution. Another source is a change.',
  })
  readonly source: string;
  @ListOf(() => ImportedNeighbourhoodDto, { max: MOST_ROWS }) readonly neighbourhoods: ImportedNeighbourhoodDto[];
}

export class NeighbourhoodPath {
  @Text({ max: 100, example: '4' }) readonly code: string;
}

export class NeighbourhoodsQuery {
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
