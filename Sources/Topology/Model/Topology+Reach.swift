extension Topology {
    /// Whether a circuit reaches a region by its SKU, from every location where it ends (FAQ, LIM).
    ///
    /// Areas and local regions are the file's to say; where it says nothing, everything is near enough.
    public func reaches(_ circuit: Circuit, region: Int) -> Bool {
        circuit.peeringLocations.allSatisfy { reaches(peeringLocations[$0], circuit.sku, region: region) }
    }

    func reaches(_ location: PeeringLocation, _ sku: Circuit.SKU, region: Int) -> Bool {
        if sku == .premium { return true }
        if sku == .local, !location.localRegions.isEmpty, !location.localRegions.contains(region) { return false }
        guard let area = location.area, let other = regions[region].area else { return true }
        return area == other
    }
}
