// Types of the REST API from the committed document. They are never edited and not committed: the pages are checked against what the API is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import openapiTypescript, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const document = resolve(import.meta.dirname, '..', '..', 'docs', 'openapi.json')
const target = resolve(import.meta.dirname, '..', 'src', 'api', 'schema.d.ts')

const types = await openapiTypescript(pathToFileURL(document), {
  alphabetize: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  // An object of which nothing is said may be anything.
  transform: (schema) =>
    schema.type === 'object' && !schema.properties && !schema.additionalProperties && !schema.allOf
      ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword)
      : undefined,
})
const text = `// Generated from docs/openapi.json by \`npm run generate\`. Never edited.\n${astToString(types)}`
// A file that is written anew looks changed to whoever goes by its time.
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
