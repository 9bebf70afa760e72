import Pipeline

/// `MLmodel`: YAML that says in MLflow's terms what a bundle is.
///
/// Its one flavor is Mercer's own: MLflow's `python_function` would promise that MLflow can load the model, and it can't.
/// The time of creation and the identifiers that MLflow leaves optional are left out, for the same model to give the same bytes.
enum MLmodelText {
    static func text(modelName: String, excludeSeen: Bool) -> String {
        // A JSON string is a YAML string.
        """
        artifact_path: bundle
        flavors:
          mercer:
            bundle_schema: \(BundleManifest.schema)
            exclude_seen: \(excludeSeen)
            golden: \(BundleFile.golden)
            items: \(BundleFile.items)
            model: \(JSON.string(modelName).text())
            tensors: \(BundleFile.model)
            users: \(BundleFile.users)

        """
    }
}
