package dev.ken.engine;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;

/// What is known of the kernel that a program is for.
public record Facts(KernelModel kernel, Catalog catalog) {}
