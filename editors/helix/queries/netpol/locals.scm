(source_file) @local.scope

(declaration) @local.definition

(name) @local.reference
