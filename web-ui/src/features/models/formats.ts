export type Format = 'onnx' | 'xgboost' | 'torchscript'

/** What can be uploaded: formats that say what they compute and run no code of their own. */
export const FORMATS: Record<Format, { name: string; ends: string[]; note: string }> = {
  onnx: { name: 'ONNX', ends: ['onnx'], note: 'One file, as skl2onnx, tf2onnx or torch.onnx.export write it.' },
  xgboost: {
    name: 'XGBoost',
    ends: ['json', 'ubj'],
    note: 'What save_model writes, as JSON or UBJSON.',
  },
  torchscript: {
    name: 'TorchScript',
    ends: ['pt', 'pts', 'torchscript'],
    note: 'What torch.jit.save writes. Only servers that were built with PyTorch take it.',
  },
}

/** What a file's name says about its format. */
export function formatOf(name: string): Format | undefined {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return (Object.keys(FORMATS) as Format[]).find((format) => FORMATS[format].ends.includes(end))
}
