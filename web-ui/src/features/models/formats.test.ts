import { expect, it } from 'vitest'
import { formatOf } from './formats'

it.each([
  ['fraud.onnx', 'onnx'],
  ['FRAUD.ONNX', 'onnx'],
  ['booster.v2.ubj', 'xgboost'],
  ['booster.json', 'xgboost'],
  ['scripted.pt', 'torchscript'],
  ['model.pkl', undefined],
  ['onnx', 'onnx'],
  ['', undefined],
])('takes %s for %s', (name, format) => {
  expect(formatOf(name)).toBe(format)
})
