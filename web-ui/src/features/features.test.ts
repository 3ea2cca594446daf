import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = import.meta.dirname
const IMPORT = /from '([^']+)'|import\('([^']+)'\)/g

describe('features', () => {
  it('do not import each other', () => {
    const wrong: string[] = []
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!/[\\/].*\.tsx?$/.test(file)) continue
      const own = `@/features/${file.split(/[\\/]/, 1)[0]}/`
      for (const match of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
        const target = match[1] ?? match[2] ?? ''
        if (target.startsWith('..') || (target.startsWith('@/features/') && !target.startsWith(own))) {
          wrong.push(`${file} imports ${target}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})
