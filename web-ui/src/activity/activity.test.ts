import { expect, it } from 'vitest'
import { describe as told } from './activity'

const said = (action: string, subject: string, details = {}) => {
  const { verb, object, detail } = told({ action, subject, details } as never)
  return [verb, object, detail].filter(Boolean).join(' ')
}

it.each([
  ['model.changed', 'model/fraud', { owner: 'Risk team' }, 'changed the owner of fraud to Risk team'],
  ['model.changed', 'model/fraud', { former_owner: 'ada' }, 'took the owner from fraud ada'],
  ['model.changed', 'model/fraud', { tags: ['a'] }, 'changed fraud'],
  ['dataset.version.registered', 'dataset/payments/versions/2', { rows: 1200 }, 'added payments version 2 1,200 rows'],
  ['token.issued', 'token/ci', { role: 'contributor' }, 'made the token ci contributor'],
  ['something.quite_new', 'model/fraud/versions/3', {}, 'something quite new fraud version 3'],
])('%s of %s', (action, subject, details, text) => {
  expect(said(action, subject, details)).toBe(text)
})
