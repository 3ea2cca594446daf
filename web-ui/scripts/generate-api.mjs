// Types of the REST API from the committed document; with --check only says whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import openapiTypescript, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const document = resolve(import.meta.dirname, '..', '..', 'docs', 'openapi.json')
const target = resolve(import.meta.dirname, '..', 'src', 'api', 'schema.d.ts')
const generated = `// Generated from docs/openapi.json by \`npm run generate\`. Never edited.\n${astToString(
  await openapiTypescript(pathToFileURL(document), {
    alphabetize: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // An object of which nothing is said may be anything.
    transform: (schema) =>
      schema.type === 'object' && !schema.properties && !schema.additionalProperties && !schema.allOf
        ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword)
        : undefined,
  }),
)}`

if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== generated) {
    console.error(
      'src/api/schema.d.ts does not belong to docs/openapi.json: run `npm run generate` in web-ui and commit.',
    )
    process.exit(1)
  }
} else {
  writeFileSync(target, generated)
}
